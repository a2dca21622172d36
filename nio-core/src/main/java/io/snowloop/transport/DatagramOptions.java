// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.options.Bounds;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a {@link DatagramTransport} is opened. Immutable. */
public final class DatagramOptions {
    /** Every setting at its default. */
    public static final DatagramOptions DEFAULT = builder().build();

    private final int maxQueuedDatagrams;
    private final int maxQueuedBytes;
    private final boolean broadcast;
    private final boolean reuseAddress;
    private final int receiveBuffer;
    private final int sendBuffer;
    private final @Nullable NetworkInterface multicastInterface;
    private final int multicastHops;
    private final boolean multicastLoopback;

    private DatagramOptions(Builder builder) {
        this.maxQueuedDatagrams = builder.maxQueuedDatagrams;
        this.maxQueuedBytes = builder.maxQueuedBytes;
        this.broadcast = builder.broadcast;
        this.reuseAddress = builder.reuseAddress;
        this.receiveBuffer = builder.receiveBuffer;
        this.sendBuffer = builder.sendBuffer;
        this.multicastInterface = builder.multicastInterface;
        this.multicastHops = builder.multicastHops;
        this.multicastLoopback = builder.multicastLoopback;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return how many datagrams are queued that the kernel has no room for} */
    public int maxQueuedDatagrams() {
        return maxQueuedDatagrams;
    }

    /** {@return how many bytes those have together} */
    public int maxQueuedBytes() {
        return maxQueuedBytes;
    }

    /** {@return whether datagrams may be sent to broadcast addresses} */
    public boolean broadcast() {
        return broadcast;
    }

    /** {@return whether other sockets may have the same address} */
    public boolean reuseAddress() {
        return reuseAddress;
    }

    /** {@return the size of the kernel's receive buffer in bytes; 0: the kernel's default} */
    public int receiveBuffer() {
        return receiveBuffer;
    }

    /** {@return the size of the kernel's send buffer in bytes; 0: the kernel's default} */
    public int sendBuffer() {
        return sendBuffer;
    }

    /** {@return by which interface datagrams to groups are sent; null: the kernel's choice} */
    public @Nullable NetworkInterface multicastInterface() {
        return multicastInterface;
    }

    /** {@return over how many networks datagrams to groups are sent} */
    public int multicastHops() {
        return multicastHops;
    }

    /** {@return whether this machine gets the datagrams that it sends to groups that it is in} */
    public boolean multicastLoopback() {
        return multicastLoopback;
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private int maxQueuedDatagrams = 64;
        private int maxQueuedBytes = 128 * 1024;
        private boolean broadcast;
        private boolean reuseAddress;
        private int receiveBuffer;
        private int sendBuffer;
        private @Nullable NetworkInterface multicastInterface;
        private int multicastHops = 1;
        private boolean multicastLoopback = true;

        private Builder() {}

        private Builder(DatagramOptions options) {
            this.maxQueuedDatagrams = options.maxQueuedDatagrams;
            this.maxQueuedBytes = options.maxQueuedBytes;
            this.broadcast = options.broadcast;
            this.reuseAddress = options.reuseAddress;
            this.receiveBuffer = options.receiveBuffer;
            this.sendBuffer = options.sendBuffer;
            this.multicastInterface = options.multicastInterface;
            this.multicastHops = options.multicastHops;
            this.multicastLoopback = options.multicastLoopback;
        }

        /**
         * Sets how many datagrams are queued that the kernel has no room for. One more is dropped.
         * @param datagrams at least 0; default: 64
         * @return this builder
         */
        public Builder maxQueuedDatagrams(int datagrams) {
            this.maxQueuedDatagrams = Bounds.atLeast("maxQueuedDatagrams", 0, datagrams);
            return this;
        }

        /**
         * Sets how many bytes the queued datagrams have together. One that would make them more is dropped.
         * @param bytes at least 0; default: 131,072, twice the longest datagram
         * @return this builder
         */
        public Builder maxQueuedBytes(int bytes) {
            this.maxQueuedBytes = Bounds.atLeast("maxQueuedBytes", 0, bytes);
            return this;
        }

        /**
         * Sets whether datagrams may be sent to broadcast addresses: {@link StandardSocketOptions#SO_BROADCAST}. IPv6 has none.
         * @param broadcast default: false, and then such a datagram is not sent, and {@link DatagramProtocol#failed} says why
         * @return this builder
         */
        public Builder broadcast(boolean broadcast) {
            this.broadcast = broadcast;
            return this;
        }

        /**
         * Sets whether other sockets may have the same address, if they set this too: {@link StandardSocketOptions#SO_REUSEADDR}.
         * Each of them gets the datagrams to groups that it has joined. One of them, which one depends on the system, gets a
         * datagram to the address itself.
         *
         * @param reuseAddress default: false
         * @return this builder
         */
        public Builder reuseAddress(boolean reuseAddress) {
            this.reuseAddress = reuseAddress;
            return this;
        }

        /**
         * Sets the size of the kernel's receive buffer. The kernel drops datagrams that have no room in it, and may give another size.
         * @param bytes at least 0; default: 0, the kernel's default
         * @return this builder
         */
        public Builder receiveBuffer(int bytes) {
            this.receiveBuffer = Bounds.atLeast("receiveBuffer", 0, bytes);
            return this;
        }

        /**
         * Sets the size of the kernel's send buffer. The kernel may give another size.
         * @param bytes at least 0; default: 0, the kernel's default
         * @return this builder
         */
        public Builder sendBuffer(int bytes) {
            this.sendBuffer = Bounds.atLeast("sendBuffer", 0, bytes);
            return this;
        }

        /**
         * Sets by which interface datagrams to groups are sent: {@link StandardSocketOptions#IP_MULTICAST_IF}.
         * @param multicastInterface default: the kernel's choice
         * @return this builder
         */
        public Builder multicastInterface(NetworkInterface multicastInterface) {
            this.multicastInterface = Objects.requireNonNull(multicastInterface, "multicastInterface");
            return this;
        }

        /**
         * Sets over how many networks datagrams to groups are sent: {@link StandardSocketOptions#IP_MULTICAST_TTL} (RFC 1112 §6.1).
         * @param hops from 0, this machine only, to 255; default: 1, the networks that this machine is in
         * @return this builder
         */
        public Builder multicastHops(int hops) {
            this.multicastHops = (int) Bounds.between("multicastHops", 0, 255, hops);
            return this;
        }

        /**
         * Sets whether this machine gets the datagrams that it sends to groups that it is in: {@link
         * StandardSocketOptions#IP_MULTICAST_LOOP}.
         *
         * @param loopback default: true
         * @return this builder
         */
        public Builder multicastLoopback(boolean loopback) {
            this.multicastLoopback = loopback;
            return this;
        }

        /** {@return options with these settings} */
        public DatagramOptions build() {
            return new DatagramOptions(this);
        }
    }
}
