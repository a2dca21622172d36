// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.h1.Role;

/** What the peer's SETTINGS say (RFC 9113 §6.5.2). They are in force as soon as they arrive. */
final class PeerSettings {
    /** 2^24 - 1. */
    private static final int LARGEST_FRAME = 0xFF_FFFF;

    /** What a peer is said to allow at least (§6.5.2): more streams wait for its SETTINGS, rather than be refused. */
    private static final int STREAMS_BEFORE_SETTINGS = 100;

    private static final long UNLIMITED = -1;

    private final Role peer;
    private boolean received;
    private long headerTableSize = 4096;
    private long maxConcurrentStreams = UNLIMITED;
    private int initialWindowSize = FlowWindow.INITIAL;
    private int maxFrameSize = 16_384;
    private boolean connectProtocol;

    PeerSettings(Role peer) {
        this.peer = peer;
    }

    long headerTableSize() {
        return headerTableSize;
    }

    /** A SETTINGS frame has come. */
    void received() {
        received = true;
    }

    /** At most that of an int: there are no more streams. */
    int maxConcurrentStreams() {
        if (!received) {
            return STREAMS_BEFORE_SETTINGS;
        }
        return maxConcurrentStreams == UNLIMITED
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, maxConcurrentStreams);
    }

    int initialWindowSize() {
        return initialWindowSize;
    }

    int maxFrameSize() {
        return maxFrameSize;
    }

    boolean connectProtocol() {
        return connectProtocol;
    }

    /** Takes one setting. */
    void set(int setting, long value) throws Http2Exception {
        switch (setting) {
            case Setting.HEADER_TABLE_SIZE -> headerTableSize = value;
            case Setting.MAX_CONCURRENT_STREAMS -> maxConcurrentStreams = value;
            case Setting.INITIAL_WINDOW_SIZE -> {
                require(value <= Integer.MAX_VALUE, ErrorCode.FLOW_CONTROL_ERROR, "INITIAL_WINDOW_SIZE", value);
                initialWindowSize = (int) value;
            }
            case Setting.MAX_FRAME_SIZE -> {
                boolean allowed = value >= 16_384 && value <= LARGEST_FRAME;
                require(allowed, ErrorCode.PROTOCOL_ERROR, "MAX_FRAME_SIZE", value);
                maxFrameSize = (int) value;
            }
            // A server must not set it to 1; what a client allows has no use here: we do not push.
            case Setting.ENABLE_PUSH ->
                require(
                        value == 0 || (value == 1 && peer == Role.CLIENT),
                        ErrorCode.PROTOCOL_ERROR,
                        "ENABLE_PUSH",
                        value);
            case Setting.ENABLE_CONNECT_PROTOCOL -> { // RFC 8441 §3: it cannot be taken back
                boolean allowed = value == 1 || (value == 0 && !connectProtocol);
                require(allowed, ErrorCode.PROTOCOL_ERROR, "ENABLE_CONNECT_PROTOCOL", value);
                connectProtocol = value == 1;
            }
            case Setting.NO_RFC7540_PRIORITIES ->
                require(value <= 1, ErrorCode.PROTOCOL_ERROR, "NO_RFC7540_PRIORITIES", value); // RFC 9218 §2.1
            default -> {
                // MAX_HEADER_LIST_SIZE is a hint, and no sender here knows a smaller message. All others are unknown.
            }
        }
    }

    private static void require(boolean allowed, ErrorCode code, String setting, long value) throws Http2Exception {
        if (!allowed) {
            throw new Http2Exception(code, "SETTINGS_" + setting + " of " + value);
        }
    }
}
