// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.issues;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Link} fields of a response (RFC 8288 §3): {@code <https://api.example/issues?page=2>; rel="next"}. */
final class LinkField {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*+\"";
    private static final Pattern LINK = Pattern.compile(
            "\\s*<([^>]*)>((?:\\s*;\\s*" + TOKEN + "\\*?(?:\\s*=\\s*(?:" + TOKEN + "|" + STRING + "))?)*+)\\s*(?:,|$)");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*(" + TOKEN + "\\*?)(?:\\s*=\\s*(?:(" + TOKEN + ")|(" + STRING + ")))?");

    private LinkField() {}

    /** The target of the first link with this relation, as it is there; null if there is none. What is not valid ends a field. */
    static @Nullable String target(List<String> fields, String relation) {
        for (String field : fields) {
            Matcher link = LINK.matcher(field);
            while (link.lookingAt()) {
                if (has(link.group(2), relation)) {
                    return link.group(1);
                }
                link.region(link.end(), field.length());
            }
        }
        return null;
    }

    /** A target as a URL (RFC 3986 §5.2). Of a mere query, {@link URI#resolve} drops the last part of the path, as RFC 2396 had it. */
    static URI resolve(URI page, String target) {
        return page.resolve(target.startsWith("?") ? page.getRawPath() + target : target);
    }

    /** Relations are compared without their case (§2.1.1). Of several {@code rel}, the first counts (§3.3). */
    private static boolean has(String parameters, String relation) {
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            if (parameter.group(1).equalsIgnoreCase("rel")) {
                String value = parameter.group(2) != null ? parameter.group(2) : unquoted(parameter.group(3));
                return List.of(value.toLowerCase(Locale.ROOT).trim().split("\\s+"))
                        .contains(relation);
            }
        }
        return false;
    }

    private static String unquoted(@Nullable String string) {
        return string == null ? "" : string.substring(1, string.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
