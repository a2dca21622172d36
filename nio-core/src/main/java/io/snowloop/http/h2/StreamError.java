// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/** The peer has made an error that ends one stream (RFC 9113 §5.4.2). It never leaves this package. */
final class StreamError extends Exception {
    private static final long serialVersionUID = 1;

    final int stream;

    /** The value of the error code. */
    private final int code;

    private final String reason;

    StreamError(int stream, ErrorCode code, String reason) {
        super(reason, null, false, false); // no stack trace: a hostile peer can cause many
        this.stream = stream;
        this.code = code.value();
        this.reason = reason;
    }

    ErrorCode code() {
        return new ErrorCode(code);
    }

    /** The message, which is not null here. */
    String reason() {
        return reason;
    }
}
