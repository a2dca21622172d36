// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.h2.ErrorCode;
import java.io.IOException;

/** The server has ended an HTTP/2 stream before its response was complete (RFC 9113 §6.4). Other requests of the connection go on. */
public final class StreamResetException extends IOException {
    private static final long serialVersionUID = 1;

    /** The error code of the RST_STREAM frame. */
    private final int code;

    StreamResetException(String message, ErrorCode code) {
        super(message);
        this.code = code.value();
    }

    /**
     * {@return why, as the server says} {@link ErrorCode#REFUSED_STREAM}: the request was not processed at all, and could not be sent again.
     */
    public ErrorCode code() {
        return new ErrorCode(code);
    }
}
