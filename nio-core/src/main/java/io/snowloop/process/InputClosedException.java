// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A child process reads no more input: it has ended, or has closed its standard input, or this program has. */
public final class InputClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    InputClosedException(String child, @Nullable IOException cause) {
        super(child + " takes no more input: it has ended, or its standard input is closed", cause);
    }
}
