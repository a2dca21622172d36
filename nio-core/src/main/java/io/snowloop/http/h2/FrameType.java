// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/** The types of frames (RFC 9113 §6, RFC 9218 §7.1) and their flags. A type that is not here is ignored (§4.1, §5.5). */
final class FrameType {
    static final int DATA = 0x0;
    static final int HEADERS = 0x1;
    static final int PRIORITY = 0x2;
    static final int RST_STREAM = 0x3;
    static final int SETTINGS = 0x4;
    static final int PUSH_PROMISE = 0x5;
    static final int PING = 0x6;
    static final int GOAWAY = 0x7;
    static final int WINDOW_UPDATE = 0x8;
    static final int CONTINUATION = 0x9;
    static final int PRIORITY_UPDATE = 0x10;

    /** DATA, HEADERS. */
    static final int END_STREAM = 0x1;
    /** SETTINGS, PING. */
    static final int ACK = 0x1;
    /** HEADERS, CONTINUATION. */
    static final int END_HEADERS = 0x4;
    /** DATA, HEADERS. */
    static final int PADDED = 0x8;
    /** HEADERS: five bytes of the old priority scheme are in front of the fields. */
    static final int WITH_PRIORITY = 0x20;

    /** The bytes in front of each payload (§4.1). */
    static final int HEADER_LENGTH = 9;

    private static final String[] NAMES = {
        "DATA",
        "HEADERS",
        "PRIORITY",
        "RST_STREAM",
        "SETTINGS",
        "PUSH_PROMISE",
        "PING",
        "GOAWAY",
        "WINDOW_UPDATE",
        "CONTINUATION"
    };

    private FrameType() {}

    static String name(int type) {
        if (type == PRIORITY_UPDATE) {
            return "PRIORITY_UPDATE";
        }
        return type < NAMES.length ? NAMES[type] : "frame of type 0x" + Integer.toHexString(type);
    }
}
