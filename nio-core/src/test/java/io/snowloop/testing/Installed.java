// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.io.IOException;

/** Which programs of the machine tests can run. */
public final class Installed {
    private Installed() {}

    /** Whether a command, such as {@code curl --version}, can be run and succeeds. */
    public static boolean isThere(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + command[0] + " ran", e);
        }
    }
}
