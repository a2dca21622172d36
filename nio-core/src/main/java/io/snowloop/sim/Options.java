package io.snowloop.sim;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The socket options of a channel. Only the buffer sizes and {@code SO_LINGER} have an effect. */
final class Options {
    /** The default of {@code SO_SNDBUF} and {@code SO_RCVBUF}, in bytes. */
    static final int BUFFER_SIZE = 64 * 1024;

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
        return options;
    }

    static Options ofServerSocket() {
        Options options = new Options();
        options.values.put(StandardSocketOptions.SO_RCVBUF, BUFFER_SIZE);
        options.values.put(StandardSocketOptions.SO_REUSEADDR, true);
        options.values.put(StandardSocketOptions.SO_REUSEPORT, false);
        return options;
    }

    /** The options of a connection that a listening socket with these accepts: it inherits the receive buffer. */
    Options ofAccepted() {
        Options options = ofSocket();
        options.set(StandardSocketOptions.SO_RCVBUF, get(StandardSocketOptions.SO_RCVBUF));
        return options;
    }

    Set<SocketOption<?>> supported() {
        return Collections.unmodifiableSet(values.keySet());
    }

    <T> void set(SocketOption<T> option, @Nullable T value) {
        check(option);
        if (!option.type().isInstance(value)) {
            throw new IllegalArgumentException("invalid value for " + option.name() + ": " + value);
        }
        if (value instanceof Integer size && isBufferSize(option) && size < 0) {
            throw new IllegalArgumentException("invalid buffer size: " + size);
        }
        values.put(option, Objects.requireNonNull(value));
    }

    <T> T get(SocketOption<T> option) {
        check(option);
        return option.type().cast(Objects.requireNonNull(values.get(option)));
    }

    private void check(SocketOption<?> option) {
        Objects.requireNonNull(option);
        if (!values.containsKey(option)) {
            throw new UnsupportedOperationException("'" + option.name() + "' not supported");
        }
    }

    private static boolean isBufferSize(SocketOption<?> option) {
        return option == StandardSocketOptions.SO_SNDBUF || option == StandardSocketOptions.SO_RCVBUF;
    }
}
