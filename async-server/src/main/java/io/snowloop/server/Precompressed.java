// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Request;
import io.snowloop.http.syntax.AcceptedCodings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compressed file beside a plain one.
 *
 * @param coding of its content (RFC 9110 §8.4.1)
 */
record Precompressed(PublicFolder.Entry file, String coding) {
    /** The codings with the ends of their files' names, the smallest files first. */
    private static final Map<String, String> EXTENSIONS = new LinkedHashMap<>();

    static {
        EXTENSIONS.put("br", ".br");
        EXTENSIONS.put("zstd", ".zst");
        EXTENSIONS.put("gzip", ".gz");
    }

    /** The one that the client likes best; null if there is none that it takes and that is as new as the plain file. */
    static @Nullable Precompressed best(PublicFolder folder, String name, PublicFolder.Entry plain, Request request) {
        AcceptedCodings accepted = new AcceptedCodings(request.headers().all("Accept-Encoding"));
        List<String> left = new ArrayList<>(EXTENSIONS.keySet());
        for (String coding = accepted.best(left); coding != null; coding = accepted.best(left)) {
            PublicFolder.Entry file = folder.find(name + EXTENSIONS.get(coding));
            if (file != null && file.attributes().isRegularFile() && !isOlder(file, plain)) {
                return new Precompressed(file, coding);
            }
            left.remove(coding);
        }
        return null;
    }

    private static boolean isOlder(PublicFolder.Entry file, PublicFolder.Entry plain) {
        return file.attributes().lastModifiedTime().compareTo(plain.attributes().lastModifiedTime()) < 0;
    }
}
