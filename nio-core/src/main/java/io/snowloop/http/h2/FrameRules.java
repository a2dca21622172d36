// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/**
 * The rules for the header of a frame (RFC 9113 §4, §6), which need no more than the frames before it:
 *
 * <pre>
 * type             payload, bytes  stream      section
 * ---------------  --------------  ----------  ------------
 * DATA             any             not 0       §6.1
 * HEADERS          any             not 0       §6.2
 * PRIORITY         5               not 0       §6.3
 * RST_STREAM       4               not 0       §6.4
 * SETTINGS         6 n, ACK: 0     0           §6.5
 * PUSH_PROMISE     never: we push nothing, and forbid it   §6.6, §8.4
 * PING             8               0           §6.7
 * GOAWAY           at least 8      0           §6.8
 * WINDOW_UPDATE    4               any         §6.9
 * CONTINUATION     any             as HEADERS  §6.10
 * PRIORITY_UPDATE  at least 4      0           RFC 9218 §7.1
 * </pre>
 *
 * <p>The first frame is SETTINGS (§3.4), and a header section is not interrupted (§4.3). A PRIORITY of another length is an
 * error of its stream, and not of the connection.
 */
final class FrameRules {
    /** The length of a frame that begins with "HTTP/1.1": a server has taken the preface for a request, and refuses it. */
    private static final int HTTP = 'H' << 16 | 'T' << 8 | 'T';

    private final int maxFrameSize;
    private boolean begun;

    /** The stream whose header section has begun and not ended; 0 if there is none. */
    private int sectionOf;

    FrameRules(int maxFrameSize) {
        this.maxFrameSize = maxFrameSize;
    }

    boolean isMidSection() {
        return sectionOf != 0;
    }

    static boolean isUnknown(int type) {
        return type > FrameType.CONTINUATION && type != FrameType.PRIORITY_UPDATE;
    }

    void check(int length, int type, int flags, int stream) throws Http2Exception {
        if (!begun && (type != FrameType.SETTINGS || (flags & FrameType.ACK) != 0)) {
            String spoken = length == HTTP && type == 'P' ? ": it speaks HTTP/1.1, and not HTTP/2" : "";
            throw error(ErrorCode.PROTOCOL_ERROR, type, "is the first frame, in place of SETTINGS" + spoken);
        }
        begun = true;
        if (length > maxFrameSize) {
            throw error(ErrorCode.FRAME_SIZE_ERROR, type, "of " + length + " bytes; " + maxFrameSize + " are allowed");
        }
        if (sectionOf != 0 ? type != FrameType.CONTINUATION || stream != sectionOf : type == FrameType.CONTINUATION) {
            throw error(
                    ErrorCode.PROTOCOL_ERROR,
                    type,
                    "of stream " + stream + (sectionOf == 0 ? " without HEADERS" : " in the fields of " + sectionOf));
        }
        boolean ofConnection = stream == 0;
        switch (type) {
            case FrameType.DATA -> requireStream(!ofConnection, type, stream);
            case FrameType.HEADERS, FrameType.CONTINUATION -> {
                requireStream(!ofConnection, type, stream);
                sectionOf = (flags & FrameType.END_HEADERS) == 0 ? stream : 0;
            }
            case FrameType.PRIORITY -> requireStream(!ofConnection, type, stream);
            case FrameType.RST_STREAM -> {
                requireStream(!ofConnection, type, stream);
                requireLength(length == 4, type, length);
            }
            case FrameType.SETTINGS -> {
                requireStream(ofConnection, type, stream);
                requireLength((flags & FrameType.ACK) != 0 ? length == 0 : length % Setting.LENGTH == 0, type, length);
            }
            case FrameType.PUSH_PROMISE -> throw error(ErrorCode.PROTOCOL_ERROR, type, "although push is disabled");
            case FrameType.PING -> {
                requireStream(ofConnection, type, stream);
                requireLength(length == 8, type, length);
            }
            case FrameType.GOAWAY -> {
                requireStream(ofConnection, type, stream);
                requireLength(length >= 8, type, length);
            }
            case FrameType.WINDOW_UPDATE -> requireLength(length == 4, type, length);
            case FrameType.PRIORITY_UPDATE -> {
                requireStream(ofConnection, type, stream);
                requireLength(length >= 4, type, length);
            }
            default -> {
                // An unknown one: it is ignored (§5.5).
            }
        }
    }

    private static void requireStream(boolean allowed, int type, int stream) throws Http2Exception {
        if (!allowed) {
            throw error(ErrorCode.PROTOCOL_ERROR, type, "on stream " + stream);
        }
    }

    private static void requireLength(boolean allowed, int type, int length) throws Http2Exception {
        if (!allowed) {
            throw error(ErrorCode.FRAME_SIZE_ERROR, type, "of " + length + " bytes");
        }
    }

    private static Http2Exception error(ErrorCode code, int type, String what) {
        return new Http2Exception(code, FrameType.name(type) + " " + what);
    }
}
