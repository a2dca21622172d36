// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Cookie.SameSite;
import io.snowloop.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Set-Cookie} field as a client reads it (RFC 6265bis §5.6). That is more than a server may write, which is what {@link
 * io.snowloop.http.Cookie} has.
 *
 * <p>A cookie without a name is no cookie here, as in RFC 6265 §5.2. RFC 6265bis allows it; but a server cannot tell such a one from
 * another cookie, whose name is in its value.
 *
 * @param attributes by their names in lower case; of several with one name, the last that can be read
 */
record SetCookie(String name, String value, Map<String, String> attributes) {
    private static final int MOST_OCTETS = 4096;
    static final int MOST_OCTETS_OF_AN_ATTRIBUTE = 1024;

    /** Made once: a field may have thousands of them. */
    private static final Pattern SECONDS = Pattern.compile("-?[0-9]+");

    /** The cookie of a field; null if it has none. */
    static @Nullable SetCookie parse(String field) {
        String[] parts = field.split(";", -1);
        int equals = parts[0].indexOf('=');
        String name = trim(parts[0].substring(0, Math.max(equals, 0)));
        String value = trim(parts[0].substring(equals + 1));
        boolean unusable = name.isEmpty() || name.indexOf('\t') >= 0;
        if (unusable || hasControl(field) || name.length() + value.length() > MOST_OCTETS) {
            return null;
        }
        Map<String, String> attributes = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            addAttribute(parts[i], attributes);
        }
        return new SetCookie(name, value, attributes);
    }

    /** All but the tab, which is white space around names and values. */
    static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F);
    }

    private static String trim(String text) {
        return text.strip(); // of a text without other controls, that is SP and HTAB
    }

    private static void addAttribute(String attribute, Map<String, String> attributes) {
        int equals = attribute.indexOf('=');
        String name =
                trim(equals < 0 ? attribute : attribute.substring(0, equals)).toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : trim(attribute.substring(equals + 1));
        boolean read = value.length() <= MOST_OCTETS_OF_AN_ATTRIBUTE
                && value.indexOf('\t') < 0 // it would end a column of the jar's file, as that of a name would
                && switch (name) {
                    case "expires" -> HttpDate.parse(value) != null;
                    case "max-age" -> SECONDS.matcher(value).matches();
                    case "domain" -> !value.isEmpty(); // RFC 6265 §5.2.3
                    default -> true;
                };
        if (read) {
            attributes.put(name, value);
        }
    }

    /** The host that it is for, with those below it; empty: only the host that set it. */
    String domain() {
        String domain = attributes.getOrDefault("domain", "").toLowerCase(Locale.ROOT);
        return domain.startsWith(".") ? domain.substring(1) : domain;
    }

    /** Null: that of the request, without its last segment (§5.6.4). */
    @Nullable
    String path() {
        String path = attributes.get("path");
        return path == null || !path.startsWith("/") ? null : path;
    }

    boolean isSecure() {
        return attributes.containsKey("secure");
    }

    boolean isHttpOnly() {
        return attributes.containsKey("httponly");
    }

    @Nullable
    SameSite sameSite() {
        String text = attributes.getOrDefault("samesite", "");
        for (SameSite known : SameSite.values()) {
            if (known.name().equalsIgnoreCase(text)) {
                return known;
            }
        }
        return null;
    }

    /** The end of its validity; null: that of the jar's. {@code Max-Age} has precedence over {@code Expires} (§5.7). */
    @Nullable
    Instant expires(Instant now, Duration longest) {
        Duration most = Duration.between(now, Instant.MAX);
        Instant latest = longest.compareTo(most) < 0 ? now.plus(longest) : Instant.MAX;
        String age = attributes.get("max-age");
        String date = attributes.get("expires");
        Instant end = age != null ? plusSeconds(now, age, latest) : date != null ? HttpDate.parse(date) : null;
        return end == null || end.isBefore(latest) ? end : latest;
    }

    private static Instant plusSeconds(Instant now, String age, Instant latest) {
        if (age.startsWith("-")) {
            return now;
        }
        boolean beyond = age.length() > 10; // three hundred years, or zeros in front of fewer
        return beyond ? latest : now.plusSeconds(Long.parseLong(age));
    }
}
