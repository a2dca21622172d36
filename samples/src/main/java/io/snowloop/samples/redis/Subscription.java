// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.transport.ConnectionClosedException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of channels, which a server pushes (RESP3): SUBSCRIBE. It has a connection of its own, so that messages which are slow to handle hold
 * up no answer. When that is lost, it connects and subscribes again; what was published meanwhile is gone, as Redis keeps no message. A PING
 * in each time-out finds a connection that is dead without a sign. The log has the first of failures in a row.
 *
 * <p>Back-pressure: while the loop is busy with messages, it reads no further ones, and the server keeps them, up to its
 * {@code client-output-buffer-limit pubsub}.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Subscription implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

    private final Scheduler loop;
    private final RedisOptions options;
    private final RedisServers servers;
    private final List<String> channels;
    private final BiConsumer<String, byte[]> receiver;
    private final Runnable subscribed;
    private final Pauses pauses;
    private @Nullable RedisConnection connection;

    /** The attempt to connect, or the pause before it. */
    private @Nullable Future<?> pending;

    /** Of the next PING. */
    private @Nullable Timer ping;

    /** Whether the log says that no messages come. */
    private boolean logged;

    private boolean closed;

    private Subscription(
            Scheduler loop,
            RedisOptions options,
            RedisServers servers,
            List<String> channels,
            BiConsumer<String, byte[]> receiver,
            Runnable subscribed) {
        this.loop = requireNonNull(loop, "loop");
        this.options = requireNonNull(options, "options");
        this.pauses = new Pauses(options.random());
        this.servers = requireNonNull(servers, "servers");
        this.channels = List.copyOf(channels);
        this.receiver = requireNonNull(receiver, "receiver");
        this.subscribed = requireNonNull(subscribed, "subscribed");
    }

    /**
     * Subscribes.
     * @param loop which calls {@code receiver}
     * @param options all but the address
     * @param servers asked before each connection
     * @param channels at least one
     * @param receiver is given the channel and the message
     * @param subscribed called when messages come from now on: at first, and after each loss of the connection
     * @return subscribes until it is closed
     */
    public static Subscription to(
            Scheduler loop,
            RedisOptions options,
            RedisServers servers,
            List<String> channels,
            BiConsumer<String, byte[]> receiver,
            Runnable subscribed) {
        Subscription subscription = new Subscription(loop, options, servers, channels, receiver, subscribed);
        subscription.connect();
        return subscription;
    }

    private void connect() {
        Future<RedisConnection> attempt = servers.master()
                .flatMap(address -> Greeting.connect(loop, options.at(address), this::pushed, this::lost));
        pending = attempt;
        attempt.onComplete((open, error) -> {
            pending = null;
            if (closed) {
                if (open != null) {
                    open.close();
                }
            } else if (open == null || open.isEnded()) {
                again(error == null ? new ConnectionClosedException("lost at once") : error);
            } else {
                connection = open;
                open.push(Command.of("SUBSCRIBE", channels));
                ping(open);
            }
        });
    }

    /** The answer to the first one comes after those to SUBSCRIBE. If that is refused, it is the refusal, as PING has none. */
    private void ping(RedisConnection open) {
        open.call(Command.of("PING"), options.timeout()).onComplete((pong, error) -> {
            if (error instanceof RedisException) {
                log(error);
                open.close();
            } else if (error == null && connection == open && !closed) {
                ping = loop.schedule(options.timeout(), () -> ping(open));
            }
        });
    }

    private void lost(Throwable reason) {
        if (connection != null) { // not an attempt that has failed
            connection = null;
            if (ping != null) {
                ping.cancel();
            }
            again(reason);
        }
    }

    private void log(Throwable reason) {
        if (!logged) {
            logged = true;
            LOG.log(Level.WARNING, "no messages of {0}, until it can subscribe again: {1}", channels, reason);
        }
    }

    private void again(Throwable reason) {
        if (closed) {
            return;
        }
        log(reason);
        Future<?> pause = loop.sleep(pauses.next());
        pending = pause;
        pause.onComplete((slept, cancelled) -> {
            if (cancelled == null && !closed) {
                connect();
            }
        });
    }

    /** {@code subscribe channel count}, once for each channel, or {@code message channel bytes}. */
    private void pushed(RespValue.Push push) {
        List<RespValue> words = push.values();
        if (words.size() != 3
                || !(words.get(0) instanceof RespValue.Text)
                || !(words.get(1) instanceof RespValue.Text)) {
            return; // of another kind
        }
        String kind = words.get(0).text();
        if ("message".equals(kind) && words.get(2) instanceof RespValue.Text message) {
            receive(String.valueOf(words.get(1).text()), requireNonNull(message.bytes()));
        } else if ("subscribe".equals(kind)
                && words.get(2) instanceof RespValue.Int count
                && count.value() == channels.size()) {
            pauses.succeeded();
            logged = false;
            subscribed.run();
        }
    }

    /** Others may send to the channel. A message at which the receiver throws is lost, and not the connection. */
    private void receive(String channel, byte[] message) {
        try {
            receiver.accept(channel, message);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a message of " + channel + " is lost", e);
        }
    }

    /** Ends it. No message comes after this. */
    @Override
    public void close() {
        closed = true;
        if (pending != null) {
            pending.cancel();
        }
        if (ping != null) {
            ping.cancel();
        }
        if (connection != null) {
            connection.close();
        }
    }
}
