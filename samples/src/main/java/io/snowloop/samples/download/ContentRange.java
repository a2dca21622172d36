// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import io.snowloop.http.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The range of a 206 (RFC 9110 §14.4).
 *
 * @param first the offset of its first byte
 * @param last that of its last byte, not less
 * @param length of the whole, more than {@code last}
 */
record ContentRange(long first, long last, long length) {
    private static final Pattern FORM =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})", Pattern.CASE_INSENSITIVE);

    /** Only a strong tag says that the bytes are the same (§8.8.1). */
    private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x21\\x23-\\x7e]*\"");

    /** That of a response; null if it has none that is valid and tells the length. */
    static @Nullable ContentRange of(Response response) {
        String field = response.header("Content-Range");
        Matcher parts = FORM.matcher(field == null ? "" : field);
        if (!parts.matches()) {
            return null;
        }
        ContentRange range = new ContentRange(
                Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
        return range.first <= range.last && range.last < range.length ? range : null;
    }

    /** The strong entity tag of a response; null if it has none. */
    static @Nullable String strongTag(Response response) {
        String tag = response.header("ETag");
        return tag != null && STRONG_TAG.matcher(tag).matches() ? tag : null;
    }
}
