// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/**
 * The window that we give the peer. The bytes that a reader has taken return to it, but not one by one: a WINDOW_UPDATE is
 * sent when half of the window has come back. So the peer has half a window at least while the reader keeps up, and a
 * frame of 13 bytes stands for many bytes of data.
 *
 * <p>If more than half of it is unread, so much can never come back. Then an update is sent when as much has come back as the
 * peer has left. Otherwise a few streams that are not read would stop all others of the connection.
 */
final class ReceiveWindow {
    private final FlowWindow window;

    /** What it is when nothing is on the way or unread. */
    private int size;

    /** Bytes that were read, and that the peer has not been told of. */
    private int read;

    ReceiveWindow(int size) {
        this.size = size;
        this.window = new FlowWindow(size);
    }

    /** Bytes have arrived; false if they are more than the peer may send. */
    boolean receive(int bytes) {
        if (bytes > window.available()) {
            return false;
        }
        window.use(bytes);
        return true;
    }

    /** How many bytes the peer may send now. */
    long available() {
        return window.available();
    }

    /** How many bytes have arrived that {@link #consume} was not told of. */
    long unread() {
        return size - window.available() - read;
    }

    // region consume
    /** Bytes have been read. Returns by how much the peer's window is to be opened now, mostly 0. */
    int consume(int bytes) {
        read += bytes;
        if (read == 0 || (read < (size + 1) / 2 && read < window.available())) {
            return 0;
        }
        int update = read;
        read = 0;
        window.add(update);
        return update;
    }
    // endregion

    /** The peer has another window from now on, as our SETTINGS say. */
    void resize(int newSize) {
        window.add((long) newSize - size);
        size = newSize;
    }
}
