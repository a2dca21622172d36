// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/** The identifiers in SETTINGS frames (RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1). Others are ignored. */
final class Setting {
    static final int HEADER_TABLE_SIZE = 0x1;
    static final int ENABLE_PUSH = 0x2;
    static final int MAX_CONCURRENT_STREAMS = 0x3;
    static final int INITIAL_WINDOW_SIZE = 0x4;
    static final int MAX_FRAME_SIZE = 0x5;
    static final int MAX_HEADER_LIST_SIZE = 0x6;
    static final int ENABLE_CONNECT_PROTOCOL = 0x8;
    static final int NO_RFC7540_PRIORITIES = 0x9;

    /** The bytes of one: an identifier of 16 bits and a value of 32. */
    static final int LENGTH = 6;

    private Setting() {}
}
