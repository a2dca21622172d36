// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import java.io.IOException;
import java.util.List;

/** A program or a check that cannot be run with seeds: with the lines that say why. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    RefusedException(String message, List<String> lines) {
        super(message);
        this.lines = lines;
    }

    /** What the program, or the compiler, has printed. */
    public List<String> lines() {
        return lines;
    }
}
