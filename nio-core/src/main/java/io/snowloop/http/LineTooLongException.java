// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.io.IOException;

/** A line of a body is longer than its reader wants to keep. */
public class LineTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception that names the line and the limit.
     * @param number of the line; the first is 1
     * @param limit in bytes
     */
    public LineTooLongException(long number, int limit) {
        super("line " + number + " has more than " + limit + " bytes: raise the limit (LineReader.withMaxLine)");
    }
}
