// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import java.nio.file.Path;

/** The folder of the project. */
final class Home {
    static final Path PATH = Path.of(System.getProperty("snowloop.home", "."));

    private Home() {}
}
