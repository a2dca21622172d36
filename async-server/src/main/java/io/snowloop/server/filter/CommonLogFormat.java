// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.http.Status;
import java.nio.charset.Charset;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@link AccessLogFormat#COMMON} and {@link AccessLogFormat#COMBINED}. */
final class CommonLogFormat implements AccessLogFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final boolean combined;

    CommonLogFormat(boolean combined) {
        this.combined = combined;
    }

    @Override
    public String line(AccessLogEntry entry) {
        Status status = entry.status();
        StringBuilder line = new StringBuilder(160);
        field(entry.client(), line);
        line.append(" - ");
        field(entry.user(), line);
        line.append(" [").append(TIME.format(entry.time())).append("] ");
        quoted(entry.requestLine(), line);
        line.append(' ').append(status == null ? "-" : Integer.toString(status.code()));
        line.append(' ').append(entry.bytes() <= 0 ? "-" : Long.toString(entry.bytes()));
        if (combined) {
            line.append(' ');
            quoted(entry.header("Referer"), line);
            line.append(' ');
            quoted(entry.header("User-Agent"), line);
        }
        return line.toString();
    }

    /** A field that a blank ends. */
    private static void field(@Nullable String value, StringBuilder line) {
        escape(value, UTF_8, '!', line);
    }

    private static void quoted(@Nullable String value, StringBuilder line) {
        line.append('"');
        escape(value, ISO_8859_1, ' ', line); // what a message has beyond ASCII, it has as the characters of its bytes
        line.append('"');
    }

    /** @param lowest the first character that is written as it is */
    private static void escape(@Nullable String value, Charset charset, char lowest, StringBuilder line) {
        if (value == null || value.isEmpty()) {
            line.append('-');
            return;
        }
        for (byte each : value.getBytes(charset)) {
            if (each == '"' || each == '\\') {
                line.append('\\').append((char) each);
            } else if (each < lowest || each == 0x7f) { // those of 0x80 and above are negative
                line.append("\\x").append(HexFormat.of().toHexDigits(each));
            } else {
                line.append((char) each);
            }
        }
    }
}
