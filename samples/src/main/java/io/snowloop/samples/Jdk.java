// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.nio.file.Path;

/** The JDK that runs this program. */
public final class Jdk {
    private Jdk() {}

    /** The path of one of its programs, such as {@code java}. */
    public static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
