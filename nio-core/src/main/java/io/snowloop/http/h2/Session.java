// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.Method;
import io.snowloop.http.h1.Role;

/** What the reading and the writing half of a codec share: the streams, the windows of the connection, and the settings. */
final class Session {
    final Role role;
    final Http2Limits limits;
    final Floods floods;
    final Streams streams;
    final OwnSettings own;
    final PeerSettings peer;

    /** How much data we may send on all streams. Only WINDOW_UPDATE changes it, SETTINGS do not (RFC 9113 §6.9.2). */
    final FlowWindow sendWindow = new FlowWindow(FlowWindow.INITIAL);

    final ReceiveWindow receiveWindow;
    final ControlQueue control;

    /** How many of our PINGs have no answer yet. */
    int pings;

    Session(Role role, Http2Limits limits) {
        this.role = role;
        this.limits = limits;
        this.floods = new Floods(limits.floods());
        this.streams = new Streams(role, floods);
        this.own = new OwnSettings(limits);
        this.peer = new PeerSettings(role == Role.CLIENT ? Role.SERVER : Role.CLIENT);
        this.receiveWindow = new ReceiveWindow(limits.connectionWindow());
        this.control = new ControlQueue(limits.floods().queued());
    }

    Stream newStream(int number, Method method) {
        return new Stream(number, method, peer.initialWindowSize(), own.streamWindow());
    }

    /** Data that no reader will read has used the window of the connection: gives it back. */
    void giveBack(int bytes) throws Http2Exception {
        int update = receiveWindow.consume(bytes);
        if (update > 0) {
            FrameWriter.windowUpdate(0, update, control.next());
        }
    }

    /** The same for padding, which has used the window of its stream, too (§6.1). */
    void giveBack(Stream stream, int bytes) throws Http2Exception {
        int update = stream.receiveWindow.consume(bytes);
        if (update > 0) {
            FrameWriter.windowUpdate(stream.number, update, control.next());
        }
    }

    /** How many bytes of data one frame may have now. */
    int room(Stream stream) {
        long window = Math.min(sendWindow.available(), stream.sendWindow.available());
        return (int) Math.max(0, Math.min(window, peer.maxFrameSize()));
    }
}
