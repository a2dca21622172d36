// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol that writes down its calls, and fails if one comes from inside another one or after {@code closed}.
 * Subclasses say what is to happen in a call; bytes are kept as they come, and are no call of their own in the list.
 */
public class RecordingProtocol implements Protocol {
    /** The calls, in their order: {@code connected}, {@code writable false}, {@code ended}, {@code closed}. */
    public final List<String> calls = new ArrayList<>();

    /** What is wrong with the order of the calls: nothing, one hopes. */
    public final List<String> violations = new ArrayList<>();

    /** The transport; null before {@code connected}. */
    public Transport transport;

    /** What {@code closed} was told. */
    public Throwable cause;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private String running;

    /** The bytes that were received. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The bytes that were received, as text. */
    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** How many bytes were received. */
    public int received() {
        return bytes.size();
    }

    /** Whether {@code closed} was called. */
    public boolean isClosed() {
        return calls.contains("closed");
    }

    /** Runs something during which no call may come: a call of the test's to the transport. */
    public void outside(Runnable action) {
        running = "a call to the transport";
        try {
            action.run();
        } finally {
            running = null;
        }
    }

    /** Sends a text. */
    public void write(String text) {
        transport.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public final void connected(Transport transport) {
        this.transport = transport;
        call("connected", this::onConnected);
    }

    @Override
    public final void received(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        bytes.writeBytes(copy);
        enter("received");
        try {
            onReceived(copy);
        } finally {
            running = null;
        }
    }

    @Override
    public final void writable(boolean writable) {
        call("writable " + writable, () -> onWritable(writable));
    }

    @Override
    public final void ended() {
        call("ended", this::onEnded);
    }

    @Override
    public final void closed(Throwable cause) {
        this.cause = cause;
        call("closed", this::onClosed);
    }

    private void call(String name, Runnable action) {
        enter(name);
        calls.add(name);
        try {
            action.run();
        } finally {
            running = null;
        }
    }

    private void enter(String name) {
        if (running != null) {
            violations.add(name + " from inside " + running);
        }
        if (isClosed()) {
            violations.add(name + " after closed");
        }
        running = name;
    }

    /** What is to happen in {@code connected}. */
    protected void onConnected() {}

    /** What is to happen in {@code received}. */
    protected void onReceived(byte[] piece) {}

    /** What is to happen in {@code writable}. */
    protected void onWritable(boolean writable) {}

    /** What is to happen in {@code ended}. */
    protected void onEnded() {}

    /** What is to happen in {@code closed}. */
    protected void onClosed() {}
}
