// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.options.Bounds;

/** How an {@link Acceptor} listens. Immutable. */
public final class ListenOptions {
    /** Every setting at its default. */
    public static final ListenOptions DEFAULT = builder().build();

    private final int backlog;
    private final boolean takeOver;
    private final boolean reusePort;

    private ListenOptions(Builder builder) {
        this.backlog = builder.backlog;
        this.takeOver = builder.takeOver;
        this.reusePort = builder.reusePort;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return how many connections the kernel holds until they are accepted} */
    public int backlog() {
        return backlog;
    }

    /** {@return whether the file of a server that has ended is taken over} */
    public boolean takeOver() {
        return takeOver;
    }

    /** {@return whether other sockets may listen on the same port} */
    public boolean reusePort() {
        return reusePort;
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private int backlog = 1_024;
        private boolean takeOver;
        private boolean reusePort;

        private Builder() {}

        private Builder(ListenOptions options) {
            this.backlog = options.backlog;
            this.takeOver = options.takeOver;
            this.reusePort = options.reusePort;
        }

        /**
         * Sets how many connections the kernel holds until they are accepted. The kernel drops or refuses further ones.
         * @param connections at least 1; default: 1,024, or what the kernel allows if that is less
         * @return this builder
         */
        public Builder backlog(int connections) {
            this.backlog = Bounds.atLeast("backlog", 1, connections);
            return this;
        }

        /**
         * Sets whether the file of a Unix-domain address is deleted first if it is a socket that no process listens on. To find
         * that out, it is connected to. Two servers that take over the same file at the same time may both succeed, and the later
         * one gets the connections.
         *
         * @param takeOver default: false, and then to listen fails because the address is in use
         * @return this builder
         */
        public Builder takeOver(boolean takeOver) {
            this.takeOver = takeOver;
            return this;
        }

        /**
         * Sets whether other sockets may listen on the same TCP port, in this process and in others of the same user, if they set
         * this too: {@link java.net.StandardSocketOptions#SO_REUSEPORT}. The kernel gives each connection to one of them. It has
         * no effect on a Unix-domain address. To listen fails on a system that has no such option, such as Windows.
         *
         * @param reusePort default: false
         * @return this builder
         */
        public Builder reusePort(boolean reusePort) {
            this.reusePort = reusePort;
            return this;
        }

        /** {@return options with these settings} */
        public ListenOptions build() {
            return new ListenOptions(this);
        }
    }
}
