// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;

/**
 * What we tell the peer in our one SETTINGS frame. It is in force when the peer has acknowledged it (RFC 9113 §6.5.3). Until
 * then the peer may act on the defaults, so the larger one of each window is what we accept.
 */
final class OwnSettings {
    private static final int DEFAULT_FRAME_SIZE = 16_384;
    private static final int DEFAULT_TABLE_SIZE = 4096;

    private final Http2Limits limits;
    private boolean sent;
    private boolean acknowledged;

    OwnSettings(Http2Limits limits) {
        this.limits = limits;
    }

    boolean isSent() {
        return sent;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    void acknowledged() {
        acknowledged = true;
    }

    /** The window with which a stream begins. */
    int streamWindow() {
        return acknowledged ? limits.initialWindowSize() : Math.max(FlowWindow.INITIAL, limits.initialWindowSize());
    }

    /**
     * Appends the SETTINGS frame: what differs from the defaults only. A server takes the extended CONNECT (RFC 8441 §3).
     */
    void appendTo(Role role, ByteQueue out) {
        sent = true;
        ByteQueue settings = new ByteQueue();
        append(Setting.HEADER_TABLE_SIZE, limits.headerTableSize(), DEFAULT_TABLE_SIZE, settings);
        append(Setting.INITIAL_WINDOW_SIZE, limits.initialWindowSize(), FlowWindow.INITIAL, settings);
        append(Setting.MAX_FRAME_SIZE, limits.maxFrameSize(), DEFAULT_FRAME_SIZE, settings);
        append(Setting.MAX_HEADER_LIST_SIZE, limits.maxHeaderListSize(), -1, settings);
        append(Setting.NO_RFC7540_PRIORITIES, 1, 0, settings);
        if (role == Role.CLIENT) {
            append(Setting.ENABLE_PUSH, 0, 1, settings);
        } else {
            append(Setting.MAX_CONCURRENT_STREAMS, limits.maxConcurrentStreams(), -1, settings);
            append(Setting.ENABLE_CONNECT_PROTOCOL, 1, 0, settings);
        }
        FrameWriter.header(settings.size(), FrameType.SETTINGS, 0, 0, out);
        out.append(settings.peek());
    }

    private static void append(int setting, int value, int byDefault, ByteQueue out) {
        if (value != byDefault) {
            FrameWriter.appendShort(setting, out);
            FrameWriter.appendInt(value, out);
        }
    }
}
