// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/**
 * Why a stream or a connection has ended (RFC 9113 §7).
 *
 * @param value as it is sent, 32 bits without a sign; a code that has no name is allowed, and means no more than INTERNAL_ERROR
 */
public record ErrorCode(int value) {
    private static final String[] NAMES = {
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY",
        "HTTP_1_1_REQUIRED"
    };

    /** Not an error: the connection is shut down in order, or the rest of a request is not needed (§8.1). */
    public static final ErrorCode NO_ERROR = new ErrorCode(0x0);
    /** A rule was broken for which there is no other code. */
    public static final ErrorCode PROTOCOL_ERROR = new ErrorCode(0x1);
    /** The sender of the code has failed. */
    public static final ErrorCode INTERNAL_ERROR = new ErrorCode(0x2);
    /** More data came than the windows allow. */
    public static final ErrorCode FLOW_CONTROL_ERROR = new ErrorCode(0x3);
    /** The settings were not acknowledged in time. */
    public static final ErrorCode SETTINGS_TIMEOUT = new ErrorCode(0x4);
    /** A frame came behind the end of its stream. */
    public static final ErrorCode STREAM_CLOSED = new ErrorCode(0x5);
    /** A frame has a length that it must not have. */
    public static final ErrorCode FRAME_SIZE_ERROR = new ErrorCode(0x6);
    /** The stream was not processed at all: its request may be sent again (§8.7). */
    public static final ErrorCode REFUSED_STREAM = new ErrorCode(0x7);
    /** The stream is not needed any more. */
    public static final ErrorCode CANCEL = new ErrorCode(0x8);
    /** The compression state of the fields is lost. */
    public static final ErrorCode COMPRESSION_ERROR = new ErrorCode(0x9);
    /** The connection behind a CONNECT broke off. */
    public static final ErrorCode CONNECT_ERROR = new ErrorCode(0xA);
    /** The peer makes too much work (§10.5). */
    public static final ErrorCode ENHANCE_YOUR_CALM = new ErrorCode(0xB);
    /** TLS is weaker than §9.2 requires. */
    public static final ErrorCode INADEQUATE_SECURITY = new ErrorCode(0xC);
    /** The request has to be made with HTTP/1.1. */
    public static final ErrorCode HTTP_1_1_REQUIRED = new ErrorCode(0xD);

    /** The name of RFC 9113 §7, or the value in hexadecimal digits. */
    @Override
    public String toString() {
        return value >= 0 && value < NAMES.length ? NAMES[value] : "0x" + Integer.toHexString(value);
    }
}
