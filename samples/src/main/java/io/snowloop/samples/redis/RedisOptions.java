// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.util.Objects.requireNonNull;

import io.snowloop.options.Bounds;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Resolver;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is and how to speak to it. Immutable.
 *
 * @param address unresolved names are looked up for each connection
 * @param tls null for none
 * @param user empty for the default user
 * @param password empty for none
 * @param database the number that SELECT gets
 * @param timeout from a call to its answer, the wait for a connection included
 * @param maxPending the most commands that wait for a connection or an answer; the next call fails
 * @param maxPendingBytes the most bytes of these commands, beyond which the next call fails: one command may be larger
 * @param maxValue the most bytes of an answer; a larger one ends the connection
 * @param random of the pauses between attempts to connect; belongs to the loop
 */
public record RedisOptions(
        SocketAddress address,
        @Nullable TlsConfig tls,
        String user,
        String password,
        int database,
        Duration timeout,
        int maxPending,
        int maxPendingBytes,
        int maxValue,
        RandomGenerator random) {
    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_PENDING_BYTES = 64 << 20;

    /** Checks the bounds. */
    public RedisOptions {
        requireNonNull(address, "address");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        Bounds.atLeast("database", 0, database);
        Bounds.positive("timeout", timeout);
        Bounds.atLeast("maxPending", 1, maxPending);
        Bounds.atLeast("maxPendingBytes", 1, maxPendingBytes);
        Bounds.atLeast("maxValue", 1, maxValue);
        requireNonNull(random, "random");
    }

    /**
     * {@return the options of an address, with 10 s, 10,000 commands, and 64 MiB of them and of an answer}
     * @param address of a server without TLS and password
     */
    public static RedisOptions of(SocketAddress address) {
        return new RedisOptions(
                address,
                null,
                "",
                "",
                0,
                Duration.ofSeconds(10),
                10_000,
                MAX_PENDING_BYTES,
                RespReader.DEFAULT_MAX_VALUE,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * {@return the options of a URL, as redis-cli takes it}
     * @param url {@code redis://user:password@host:port/database}, where all but the host may be missing; {@code rediss} with TLS
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static RedisOptions of(String url) {
        URI uri;
        try {
            uri = new URI(requireNonNull(url, "url"));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getReason() + ": use redis://host:port/database", e);
        }
        String scheme = String.valueOf(uri.getScheme());
        if ((!scheme.equals("redis") && !scheme.equals("rediss")) || uri.getHost() == null) {
            throw new IllegalArgumentException("not the URL of a server of Redis: use redis://host:port/database");
        }
        RedisOptions options = of(address(uri)).withDatabase(database(uri));
        String login = uri.getUserInfo();
        if (login != null) {
            int colon = login.indexOf(':');
            options = options.withLogin(login.substring(0, Math.max(0, colon)), login.substring(colon + 1));
        }
        return scheme.equals("rediss") ? options.withTls(TlsConfig.client()) : options;
    }

    private static InetSocketAddress address(URI uri) {
        return Resolver.address(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    }

    private static int database(URI uri) {
        String path = uri.getPath();
        if (path.length() <= 1) {
            return 0;
        }
        try {
            return Integer.parseInt(path.substring(1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the path of the URL is a database's number, such as /0: " + path, e);
        }
    }

    /**
     * {@return these options with TLS}
     * @param tls of a client
     */
    public RedisOptions withTls(TlsConfig tls) {
        return new RedisOptions(
                address, tls, user, password, database, timeout, maxPending, maxPendingBytes, maxValue, random);
    }

    /**
     * {@return these options with a user}
     * @param user empty for the default user
     * @param password its password
     */
    public RedisOptions withLogin(String user, String password) {
        return new RedisOptions(
                address, tls, user, password, database, timeout, maxPending, maxPendingBytes, maxValue, random);
    }

    /**
     * {@return these options with a database}
     * @param database from 0
     */
    public RedisOptions withDatabase(int database) {
        return new RedisOptions(
                address, tls, user, password, database, timeout, maxPending, maxPendingBytes, maxValue, random);
    }

    /**
     * {@return these options with a time-out}
     * @param timeout positive
     */
    public RedisOptions withTimeout(Duration timeout) {
        return new RedisOptions(
                address, tls, user, password, database, timeout, maxPending, maxPendingBytes, maxValue, random);
    }

    /**
     * {@return these options with a bound of commands that wait}
     * @param maxPending at least 1
     */
    public RedisOptions withMaxPending(int maxPending) {
        return new RedisOptions(
                address, tls, user, password, database, timeout, maxPending, maxPendingBytes, maxValue, random);
    }

    /**
     * {@return these options with a bound of the bytes of commands that wait}
     * @param maxPendingBytes at least 1
     */
    public RedisOptions withMaxPendingBytes(int maxPendingBytes) {
        return new RedisOptions(
                address, tls, user, password, database, timeout, maxPending, maxPendingBytes, maxValue, random);
    }

    /**
     * {@return these options with pauses that follow from a seed}
     * @param random of the pauses between attempts to connect
     */
    public RedisOptions withRandom(RandomGenerator random) {
        return new RedisOptions(
                address, tls, user, password, database, timeout, maxPending, maxPendingBytes, maxValue, random);
    }

    /**
     * {@return these options for another server}
     * @param address of the server
     */
    public RedisOptions at(SocketAddress address) {
        return new RedisOptions(
                address, tls, user, password, database, timeout, maxPending, maxPendingBytes, maxValue, random);
    }

    /** {@return where the server is} The password is a secret. */
    @Override
    public String toString() {
        Object server =
                address instanceof InetSocketAddress inet ? inet.getHostString() + ":" + inet.getPort() : address;
        return (tls == null ? "redis://" : "rediss://") + server + "/" + database;
    }
}
