// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cookies in a file of the format that Netscape began with, and that curl, wget and Python's {@code http.cookiejar} read and write: a
 * cookie in a line, with seven columns between tabs. It has no place for {@code SameSite}.
 */
final class CookieFile {
    private static final String HEADER = "# Netscape HTTP Cookie File";

    /** Before the domain of a cookie that scripts must not see: to older programs, it is a comment. */
    private static final String HTTP_ONLY = "#HttpOnly_";

    private CookieFile() {}

    /** Replaces the file by a new one, which only its owner can read. At each moment there is the old file or the new one. */
    static void write(Path file, List<StoredCookie> cookies) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER, ""));
        cookies.forEach(cookie -> lines.add(line(cookie)));
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = requireNonNull(target.getParent(), "the root of a file system is no file");
        Path part = Files.createTempFile(folder, "cookies", ".part"); // with the permissions of its owner only
        try {
            Files.write(part, lines, ISO_8859_1);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String line(StoredCookie cookie) {
        return String.join(
                "\t",
                (cookie.httpOnly() ? HTTP_ONLY : "") + (cookie.hostOnly() ? "" : ".") + cookie.domain(),
                flag(!cookie.hostOnly()),
                cookie.path(),
                flag(cookie.secure()),
                cookie.expires() == null ? "0" : Long.toString(cookie.expires().getEpochSecond()),
                cookie.name(),
                cookie.value());
    }

    private static String flag(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    /** Reads all lines, or none: the exception has the number of the first that is wrong. */
    static List<StoredCookie> read(Path file) throws IOException {
        List<StoredCookie> cookies = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file, ISO_8859_1)) {
            number++;
            boolean httpOnly = line.startsWith(HTTP_ONLY);
            if (line.isBlank() || (line.startsWith("#") && !httpOnly)) {
                continue;
            }
            try {
                cookies.add(cookie(httpOnly ? line.substring(HTTP_ONLY.length()) : line, httpOnly));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return cookies;
    }

    private static StoredCookie cookie(String line, boolean httpOnly) {
        String[] columns = line.split("\t", 7); // the last one, the value, may have tabs
        require(columns.length == 7, "7 columns with tabs between them are expected", columns.length + " columns");
        String pair = columns[5] + "=" + columns[6];
        require(
                !SetCookie.hasControl(line) && pair.indexOf(';') < 0,
                "a cookie has no control character and no semicolon",
                pair);
        String domain = columns[0].toLowerCase(Locale.ROOT);
        String path = columns[2];
        require(path.startsWith("/"), "a path begins with a slash", path);
        require(!columns[5].isEmpty(), "a cookie has a name", columns[5]);
        return new StoredCookie(
                columns[5],
                columns[6],
                domain.startsWith(".") ? domain.substring(1) : domain,
                !flag(columns[1]),
                path,
                flag(columns[3]),
                httpOnly,
                null,
                expires(columns[4]));
    }

    private static boolean flag(String text) {
        require(text.equalsIgnoreCase("TRUE") || text.equalsIgnoreCase("FALSE"), "TRUE or FALSE is expected", text);
        return text.equalsIgnoreCase("TRUE");
    }

    private static @Nullable Instant expires(String seconds) {
        require(seconds.matches("-?[0-9]{1,17}"), "a time in seconds since 1970 is expected, or 0", seconds);
        long bounded = Math.max(Long.parseLong(seconds), Instant.MIN.getEpochSecond());
        return seconds.equals("0") ? null : Instant.ofEpochSecond(Math.min(bounded, Instant.MAX.getEpochSecond()));
    }

    private static void require(boolean met, String what, String found) {
        if (!met) {
            throw new IllegalArgumentException(what + ", and not " + Printable.quote(found));
        }
    }
}
