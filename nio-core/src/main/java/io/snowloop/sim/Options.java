// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The socket options of a channel. Only the buffer sizes, {@code SO_LINGER}, {@code SO_REUSEPORT} of a server, and those of a datagram
 * socket but {@code IP_TOS} and {@code IP_MULTICAST_IF} have an effect. Any thread may read and set them; the lock of this is the last
 * one: nothing is called with it.
 */
final class Options {
    /** The default of {@code SO_SNDBUF} and {@code SO_RCVBUF}, in bytes. */
    static final int BUFFER_SIZE = 64 * 1024;

    /** The default of a datagram socket, in bytes. */
    private static final int DATAGRAM_BUFFER_SIZE = 212_992;

    /** In place of an interface that was not set: null. */
    private static final Object NO_INTERFACE = new Object();

    /** The largest TTL, a field of 8 bits (RFC 791). */
    private static final int LARGEST_TTL = 255;

    /** The least sizes that Linux has, in bytes. */
    private static final int LEAST_SNDBUF = 2_304;

    private static final int LEAST_RCVBUF = 1_152;

    /** The bits of {@code IP_TOS} that belong to the kernel (RFC 3168 section 5). */
    private static final int ECN = 3;

    /** The longest {@code SO_LINGER}, in seconds. */
    private static final int LONGEST_LINGER = 65_535;

    /** Public in {@link java.net.Socket} only, as {@code getOOBInline}. */
    static final SocketOption<Boolean> SO_OOBINLINE = new SocketOption<>() {
        @Override
        public String name() {
            return "SO_OOBINLINE";
        }

        @Override
        public Class<Boolean> type() {
            return Boolean.class;
        }

        @Override
        public String toString() {
            return name();
        }
    };

    private final Map<SocketOption<?>, Object> values = new LinkedHashMap<>();

    private Options() {}

    static Options ofSocket() {
        Options options = ofServerSocket();
        options.values.put(StandardSocketOptions.SO_REUSEADDR, false);
        options.values.put(StandardSocketOptions.SO_SNDBUF, BUFFER_SIZE);
        options.values.put(StandardSocketOptions.SO_KEEPALIVE, false);
        options.values.put(StandardSocketOptions.SO_LINGER, -1);
        options.values.put(StandardSocketOptions.TCP_NODELAY, false);
        options.values.put(StandardSocketOptions.IP_TOS, 0);
        options.values.put(SO_OOBINLINE, false);
        return options;
    }

    static Options ofServerSocket() {
        Options options = new Options();
        options.values.put(StandardSocketOptions.SO_RCVBUF, BUFFER_SIZE);
        options.values.put(StandardSocketOptions.SO_REUSEADDR, true);
        options.values.put(StandardSocketOptions.SO_REUSEPORT, false);
        return options;
    }

    /** Those of Linux, with its sizes. */
    static Options ofDatagramSocket() {
        Options options = new Options();
        options.values.put(StandardSocketOptions.SO_SNDBUF, DATAGRAM_BUFFER_SIZE);
        options.values.put(StandardSocketOptions.SO_RCVBUF, DATAGRAM_BUFFER_SIZE);
        options.values.put(StandardSocketOptions.SO_REUSEADDR, false);
        options.values.put(StandardSocketOptions.SO_REUSEPORT, false);
        options.values.put(StandardSocketOptions.SO_BROADCAST, false);
        options.values.put(StandardSocketOptions.IP_TOS, 0);
        options.values.put(StandardSocketOptions.IP_MULTICAST_IF, NO_INTERFACE);
        options.values.put(StandardSocketOptions.IP_MULTICAST_TTL, 1);
        options.values.put(StandardSocketOptions.IP_MULTICAST_LOOP, true);
        return options;
    }

    /** The options of a connection that a listening socket with these accepts: it inherits all of them. */
    synchronized Options ofAccepted() {
        Options options = ofSocket();
        options.values.putAll(values);
        return options;
    }

    Set<SocketOption<?>> supported() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Checks what can be checked of a closed channel too: that there is such an option, and the type of its value. */
    void check(SocketOption<?> option, @Nullable Object value) {
        check(option);
        if (!option.type().isInstance(value)) {
            throw new IllegalArgumentException("invalid value for " + option.name() + ": " + value);
        }
    }

    /** Sets an option, which has been checked. As on Linux, some values are replaced by the nearest that the kernel has. */
    synchronized <T> void set(SocketOption<T> option, @Nullable T value) {
        values.put(option, value instanceof Integer number ? adjusted(option, number) : Objects.requireNonNull(value));
    }

    private static int adjusted(SocketOption<?> option, int value) {
        if (option == StandardSocketOptions.SO_LINGER) {
            return Math.max(-1, Math.min(value, LONGEST_LINGER));
        }
        boolean tos = option == StandardSocketOptions.IP_TOS;
        boolean ttl = option == StandardSocketOptions.IP_MULTICAST_TTL;
        if (value < 0 || (tos && value > 255) || (ttl && value > LARGEST_TTL)) {
            throw new IllegalArgumentException("invalid value for " + option.name() + ": " + value);
        }
        if (tos || ttl) {
            return tos ? value & ~ECN : value;
        }
        return Math.max(value, option == StandardSocketOptions.SO_SNDBUF ? LEAST_SNDBUF : LEAST_RCVBUF);
    }

    synchronized <T> T get(SocketOption<T> option) {
        return option.type().cast(Objects.requireNonNull(values.get(option)));
    }

    /** The interface of {@code IP_MULTICAST_IF}; null if it was not set. */
    synchronized @Nullable NetworkInterface multicastInterface() {
        return values.get(StandardSocketOptions.IP_MULTICAST_IF) instanceof NetworkInterface set ? set : null;
    }

    /** Checks that there is such an option. */
    void check(SocketOption<?> option) {
        Objects.requireNonNull(option);
        if (!values.containsKey(option)) {
            throw new UnsupportedOperationException("'" + option.name() + "' not supported");
        }
    }

    /** {@code SO_LINGER}, in seconds: negative if it is off. */
    int linger() {
        return get(StandardSocketOptions.SO_LINGER);
    }

    /** Checks the size of a buffer where 0 is none, as in {@link java.net.Socket}. */
    static int positive(int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("invalid buffer size: " + size);
        }
        return size;
    }

    /** Checks a timeout. */
    static int notNegative(int timeout) {
        if (timeout < 0) {
            throw new IllegalArgumentException("negative timeout: " + timeout);
        }
        return timeout;
    }
}
