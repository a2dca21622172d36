// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A server of Redis, as one sees it over a connection that may be lost and is made again.
 *
 * <p>It connects when the first command is called. A command that finds no connection waits for one, up to its time-out; so a server that
 * is started again, or is cut off for a while, is waited for. A command that was sent when its connection was lost fails, because the server may
 * have run it: whether to call it again is for the caller to say, who knows what it does.
 *
 * <p>All methods belong to the loop's thread, and the futures complete there.
 */
public final class Redis implements RedisCommands, AutoCloseable {
    private final Scheduler loop;
    private final RedisOptions options;
    private final RedisServers servers;

    /** Whether commands wait while the server cannot be reached. The servers of a cluster do not: another one may have taken over. */
    private final boolean patient;

    private final Pauses pauses;

    /** The commands that wait for a connection. */
    private final CommandQueue<Waiting> waiting = new CommandQueue<>();

    /** Null while there is none that commands may take. */
    private @Nullable RedisConnection connection;

    /** The attempt to connect, or the pause before it; null if there is a connection, or none is wanted. */
    private @Nullable Future<?> connecting;

    private boolean closed;

    private record Waiting(Command command, Promise<RespValue> answer, long deadline, Timer limit)
            implements CommandQueue.Entry {}

    Redis(Scheduler loop, RedisOptions options, RedisServers servers, boolean patient) {
        this.loop = requireNonNull(loop, "loop");
        this.options = requireNonNull(options, "options");
        this.pauses = new Pauses(options.random());
        this.servers = requireNonNull(servers, "servers");
        this.patient = patient;
    }

    /**
     * {@return the server at an address}
     * @param loop of its connection
     * @param options its address and the limits
     */
    public static Redis on(Scheduler loop, RedisOptions options) {
        SocketAddress address = requireNonNull(options, "options").address();
        return on(loop, options, () -> Future.completed(address));
    }

    /**
     * {@return the server that another one names, such as a {@link Sentinels sentinel}}
     * @param loop of its connection
     * @param options all but the address
     * @param servers asked before each connection
     */
    public static Redis on(Scheduler loop, RedisOptions options, RedisServers servers) {
        return new Redis(loop, options, servers, true);
    }

    /** {@return the loop that it belongs to} */
    public Scheduler loop() {
        return loop;
    }

    /** {@return the same server for callers on other loops, too: each gets its answers on its own loop} */
    public RedisCommands forAllLoops() {
        return command -> {
            Scheduler here = Scheduler.current();
            return here == loop
                    ? call(command)
                    : loop.submit(() -> call(command)).on(here);
        };
    }

    /**
     * Subscribes to channels of this server.
     * @param channels at least one
     * @param receiver is given the channel and the message
     * @param subscribed called when messages come from now on: at first, and after each loss of the connection
     * @return subscribes until it is closed
     */
    public Subscription subscribe(List<String> channels, BiConsumer<String, byte[]> receiver, Runnable subscribed) {
        return Subscription.to(loop, options, servers, channels, receiver, subscribed);
    }

    @Override
    public Future<RespValue> call(Command command) {
        requireNonNull(command, "command");
        return call(command, loop.ticker().nanoTime() + options.timeout().toNanos());
    }

    /** Calls a command that is not called again: it belongs to the one before it. */
    Future<RespValue> once(Command command) {
        return send(command, loop.ticker().nanoTime() + options.timeout().toNanos());
    }

    private Future<RespValue> call(Command command, long deadline) {
        RedisConnection asked = connection;
        return send(command, deadline).recoverWith(error -> {
            boolean inTime = deadline - loop.ticker().nanoTime() > 0;
            if (!(error instanceof RedisException refused) || !refused.isPassing() || !inTime || closed) {
                return Future.failed(error);
            }
            if (refused.code().equals("READONLY") && asked != null && asked == connection) {
                asked.close(); // it has become a replica: the master is another one now
            }
            return loop.sleep(pauses.next()).flatMap(slept -> call(command, deadline));
        });
    }

    private Future<RespValue> send(Command command, long deadline) {
        if (closed) {
            return Future.failed(new IllegalStateException("closed"));
        }
        int pending = waiting.size() + (connection == null ? 0 : connection.pending());
        long bytes = waiting.bytes() + (connection == null ? 0 : connection.pendingBytes());
        if (pending >= options.maxPending() || bytes >= options.maxPendingBytes()) {
            return Future.failed(new RejectedExecutionException(command + ": " + pending + " commands with " + bytes
                    + " bytes wait for their answers: wait for some of them, or set maxPending or maxPendingBytes"));
        }
        Duration left = Duration.ofNanos(deadline - loop.ticker().nanoTime());
        if (connection != null) {
            return connection.call(command, left);
        }
        Promise<RespValue> answer = loop.newPromise();
        String reason = "there was no connection to " + options + " in time";
        Timer limit = loop.schedule(left, () -> answer.fail(new NotSentException(command, reason)));
        Waiting place = new Waiting(command, answer, deadline, limit);
        waiting.add(place);
        answer.onCancel(() -> {
            limit.cancel();
            waiting.removeIf(each -> each == place);
        });
        if (connecting == null) {
            connect();
        }
        return answer;
    }

    // ------------------------------------------------------------------------------------------------- connections

    private void connect() {
        Future<RedisConnection> attempt = servers.master()
                .flatMap(address -> Greeting.connect(loop, options.at(address), push -> {}, this::lost));
        connecting = attempt;
        attempt.onComplete((open, error) -> {
            connecting = null;
            if (open == null) {
                failed(requireNonNull(error));
            } else if (open.isEnded()) {
                failed(new ConnectionClosedException("lost at once"));
            } else {
                opened(open);
            }
        });
    }

    private void opened(RedisConnection open) {
        if (closed) {
            open.close();
            return;
        }
        connection = open;
        pauses.succeeded();
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.limit.cancel();
            if (!next.answer.isDone()) { // in time, and not cancelled
                open.send(
                        next.command,
                        Duration.ofNanos(next.deadline - loop.ticker().nanoTime()),
                        next.answer);
            }
        }
    }

    /** What the network does is over some time; what a server refuses, such as a password, it will refuse again. */
    private void failed(Throwable error) {
        boolean passing =
                error instanceof IOException || (error instanceof RedisException refused && refused.isPassing());
        if (!passing || !patient) {
            failAll(error);
            return;
        }
        waiting.removeIf(each -> each.answer.isDone());
        if (!waiting.isEmpty() && !closed) {
            Future<?> pause = loop.sleep(pauses.next());
            connecting = pause;
            pause.onComplete((slept, cancelled) -> {
                if (cancelled == null) {
                    connect();
                }
            });
        }
    }

    private void lost(Throwable reason) {
        connection = null;
        if (!waiting.isEmpty() && connecting == null && !closed) {
            connect();
        }
    }

    private void failAll(Throwable error) {
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            next.limit.cancel();
            next.answer.fail(
                    error instanceof IOException
                            ? new NotSentException(next.command, String.valueOf(error.getMessage()))
                            : error);
        }
    }

    /** Ends its connection. All commands without an answer fail. */
    @Override
    public void close() {
        closed = true;
        if (connecting != null) {
            connecting.cancel();
        }
        if (connection != null) {
            connection.close();
        }
        failAll(new ConnectionClosedException("closed"));
    }
}
