// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.transport.DatagramProtocol;
import io.snowloop.transport.DatagramTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol of datagrams that writes down its calls, and fails if one comes from inside another one or after {@code closed}.
 * Subclasses say what is to happen in a call.
 */
public class RecordingDatagrams implements DatagramProtocol {
    /** The calls, in their order: {@code opened}, a text received, {@code failed: message}, {@code writable}, {@code closed}. */
    public final List<String> calls = new ArrayList<>();

    /** What is wrong with the order of the calls: nothing, one hopes. */
    public final List<String> violations = new ArrayList<>();

    /** Where each datagram came from. */
    public final List<InetSocketAddress> senders = new ArrayList<>();

    /** What {@code failed} was told. */
    public final List<IOException> failures = new ArrayList<>();

    /** The transport; null before {@code opened}. */
    public DatagramTransport transport;

    /** What {@code closed} was told. */
    public Throwable cause;

    private String running;

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
    public boolean send(String text, InetSocketAddress to) {
        return transport.send(bytes(text), to);
    }

    /** Sends a text to the peer of a connected transport. */
    public boolean send(String text) {
        return transport.send(bytes(text));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The texts that were received. */
    public List<String> received() {
        return calls.stream()
                .filter(call -> call.startsWith("<"))
                .map(call -> call.substring(1))
                .toList();
    }

    @Override
    public final void opened(DatagramTransport transport) {
        this.transport = transport;
        call("opened", this::onOpened);
    }

    @Override
    public final void received(ByteBuffer bytes, InetSocketAddress from) {
        String text = StandardCharsets.UTF_8.decode(bytes).toString();
        senders.add(from);
        call("<" + text, () -> onReceived(text, from));
    }

    @Override
    public final void failed(IOException cause) {
        failures.add(cause);
        call("failed: " + cause.getClass().getSimpleName(), this::onFailed);
    }

    @Override
    public final void writable() {
        call("writable", this::onWritable);
    }

    @Override
    public final void closed(Throwable cause) {
        this.cause = cause;
        call("closed", () -> {});
    }

    private void call(String name, Runnable action) {
        if (running != null) {
            violations.add(name + " from inside " + running);
        }
        if (calls.contains("closed")) {
            violations.add(name + " after closed");
        }
        running = name;
        calls.add(name);
        try {
            action.run();
        } finally {
            running = null;
        }
    }

    /** What is to happen in {@code opened}. */
    protected void onOpened() {}

    /** What is to happen in {@code received}. */
    protected void onReceived(String text, InetSocketAddress from) {}

    /** What is to happen in {@code failed}. */
    protected void onFailed() {}

    /** What is to happen in {@code writable}. */
    protected void onWritable() {}
}
