// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;

/** The registration of a simulated channel with a selector. */
final class SimKey extends AbstractSelectionKey {
    private final SimSelector selector;
    private final AbstractSelectableChannel channel;
    private final SimChannel socket;
    private final long number;
    private volatile int interest;

    /** The interest set when the last select began. As with epoll, a select in progress does not see changes. */
    private volatile int polled;

    private volatile int ready;

    SimKey(SimSelector selector, AbstractSelectableChannel channel, SimChannel socket, long number) {
        this.selector = selector;
        this.channel = channel;
        this.socket = socket;
        this.number = number;
    }

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public Selector selector() {
        return selector;
    }

    @Override
    public int interestOps() {
        checkValid();
        return interest;
    }

    @Override
    public SelectionKey interestOps(int ops) {
        checkValid();
        if ((ops & ~channel.validOps()) != 0) {
            throw new IllegalArgumentException("the channel does not support all of these operations: " + ops);
        }
        interest = ops;
        return this;
    }

    @Override
    public int readyOps() {
        checkValid();
        return ready;
    }

    private void checkValid() {
        if (!isValid()) {
            throw new CancelledKeyException();
        }
    }

    // ------------------------------------------------------------------------------------------ for the selector

    /** A select begins: it waits for the interest set as it is now. */
    void poll() {
        polled = interest;
    }

    /** The operations that the last select waits for and the channel is ready for. */
    int polledReady() {
        return isValid() ? socket.readyOps(polled) : 0;
    }

    /** The operations of the interest set that the channel is ready for. */
    int pending() {
        return isValid() ? socket.readyOps(interest) : 0;
    }

    /** The interest set. Unlike {@link #interestOps} it does not throw for a cancelled key. */
    int interest() {
        return interest;
    }

    /** Replaces the ready set. */
    void ready(int ops) {
        ready = ops;
    }

    /** Adds to the ready set. Returns whether that changed it. */
    boolean addReady(int ops) {
        int before = ready;
        ready |= ops;
        return ready != before;
    }

    /** The serial number: keys are in the order of registration. */
    long number() {
        return number;
    }

    SimChannel socket() {
        return socket;
    }

    /** A serial number, so that a {@code HashSet} of keys in a program has the same order in each run of a seed. */
    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    /** The channel and its interest set: part of the text of a {@link DeadlockError}. */
    @Override
    public String toString() {
        if (!isValid()) {
            return channel + ", cancelled";
        }
        return channel + ", waits for " + (interest == 0 ? "nothing" : names());
    }

    /** What is ready and not done: part of the text of a {@link LivelockError}. Empty if nothing is ready. */
    String idleness() {
        int ops = pending();
        return ops == 0
                ? ""
                : "key of " + channel
                        + ((ops & OP_ACCEPT) == 0 ? "" : ": OP_ACCEPT ready, nothing accepted")
                        + ((ops & OP_CONNECT) == 0 ? "" : ": OP_CONNECT ready, not finished")
                        + ((ops & OP_READ) == 0 ? "" : ": OP_READ ready, nothing read")
                        + ((ops & OP_WRITE) == 0 ? "" : ": OP_WRITE ready, nothing written");
    }

    private String names() {
        return ((interest & OP_ACCEPT) == 0 ? "" : "ACCEPT ")
                + ((interest & OP_CONNECT) == 0 ? "" : "CONNECT ")
                + ((interest & OP_READ) == 0 ? "" : "READ ")
                + ((interest & OP_WRITE) == 0 ? "" : "WRITE ");
    }
}
