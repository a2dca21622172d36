// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a name that a client has sent one that is safe for a file, on all systems (RFC 7578 §7, RFC 6266 §4.3). */
final class FileNames {
    /** A name of as many characters has at most 255 bytes in UTF-8, which is what most file systems take. */
    private static final int MOST = 85;

    /** What Windows takes for a device, with any extension. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "clock$");

    /**
     * Dots and blanks at the begin and the end. It looks behind: a search that begins anew within each sequence of dots would take a time
     * that grows with the square of its length.
     */
    private static final Pattern EDGES = Pattern.compile("^[. ]++|(?<![. ])[. ]++$");

    private FileNames() {}

    /** The last segment of a path with either kind of slash, without what has a meaning to any system; never empty. */
    static String safe(String sent) {
        String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder();
        name.codePoints().filter(FileNames::isPlain).forEach(kept::appendCodePoint);
        String plain = EDGES.matcher(kept).replaceAll("");
        String device = plain.replaceAll("[. ].*", "").toLowerCase(Locale.ROOT);
        if (DEVICES.contains(device) || device.matches("(com|lpt)[0-9¹²³]")) {
            plain = "_" + plain;
        }
        return plain.isEmpty() ? "file" : shortened(plain);
    }

    /** Letters, digits, marks and most punctuation: no control, no invisible character, none of those with a meaning. */
    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return "<>:\"/\\|?*".indexOf(c) < 0
                && c != 0xFFFD
                && type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** Keeps the extension. */
    private static String shortened(String name) {
        if (name.length() <= MOST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot < name.length() - 16 ? "" : name.substring(dot);
        int end = MOST - extension.length();
        String begin = name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
        return EDGES.matcher(begin.stripTrailing() + extension).replaceAll("");
    }
}
