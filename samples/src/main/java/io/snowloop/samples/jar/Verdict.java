// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What has come of the run of a seed.
 *
 * @param kind whether it is fine
 * @param text why it fails; of one that is fine, the answer to the URL
 */
record Verdict(Kind kind, String text) {
    enum Kind {
        FINE,
        FAILS,
        /** The check has begun, and the JVM has ended before it. */
        CHECKING,
        /** The JVM has ended before the check. */
        NONE
    }

    static Verdict fails(String text) {
        return new Verdict(Kind.FAILS, text);
    }

    static Verdict fine(String text) {
        return new Verdict(Kind.FINE, text);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, kind + " " + text);
    }

    static Verdict read(Path file) throws IOException {
        String all = Files.readString(file);
        int space = all.indexOf(' ');
        return space < 0
                ? new Verdict(Kind.NONE, "")
                : new Verdict(Kind.valueOf(all.substring(0, space)), all.substring(space + 1));
    }
}
