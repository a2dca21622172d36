// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.io.IOException;

/** A body has more bytes than the reader wants to keep. A server answers it with 413 (Content Too Large). */
public class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception that names the limit.
     * @param limit in bytes
     */
    public BodyTooLargeException(long limit) {
        super("the body has more than " + limit
                + " bytes: raise the limit (Snow.bodyLimit, FetcherOptions.maxBody, or that of"
                + " collect), or read it as a stream");
    }
}
