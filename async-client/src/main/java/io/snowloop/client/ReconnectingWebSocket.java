// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.syntax.Printable;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that is opened again when it has ended, over as many connections as it takes (RFC 6455 §7.2.3).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebSocketPageTest.java#reconnecting -->
 * <pre>{@code
 * Future<Void> end = ReconnectingWebSocket.of(fetcher, () -> Request.get(url + "?since=" + log.size()))
 *         .open(socket -> socket.onText(log::add)); // for each connection
 * }</pre>
 *
 * <p>It <em>ends</em> when a WebSocket was closed with {@link CloseReason#NORMAL}, and when the future of {@link #open} is cancelled,
 * which needs no answer of the server. It <em>fails</em>, without another attempt, if the same would come again: the server answers
 * the opening request with a status that is not 408, 429 or above 499; it closes with a code that says that a message was wrong
 * (1002, 1003, 1007 to 1010); the request is invalid; the fetcher is closed. After all else it opens another one, after a pause.
 *
 * <p>Messages that the peer has not got when a connection ends are lost: neither side keeps them. The peers agree on what came last by
 * the request, as above, or by the first message. A peer that is silent is found by {@link WebSocketOptions#pingInterval}.
 *
 * <p>Immutable: a {@code with} method returns a copy. Any thread may call {@link #open}.
 */
public final class ReconnectingWebSocket {
    private static final RetryPauses PAUSES =
            RetryPauses.DEFAULT.between(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** The codes after which the same messages would be wrong again. */
    private static final Set<Integer> MISTAKES = Set.of(
            CloseReason.PROTOCOL_ERROR,
            CloseReason.UNSUPPORTED_DATA,
            CloseReason.INVALID_DATA,
            CloseReason.POLICY_VIOLATION,
            CloseReason.MESSAGE_TOO_BIG,
            CloseReason.EXTENSION_MISSING);

    private final Fetcher fetcher;
    private final Supplier<Request> opening;
    private final WebSocketOptions options;
    private final RetryPauses pauses;
    private final BiConsumer<? super Throwable, ? super Duration> observer;

    private ReconnectingWebSocket(
            Fetcher fetcher,
            Supplier<Request> opening,
            WebSocketOptions options,
            RetryPauses pauses,
            BiConsumer<? super Throwable, ? super Duration> observer) {
        this.fetcher = fetcher;
        this.opening = opening;
        this.options = options;
        this.pauses = pauses;
        this.observer = observer;
    }

    /**
     * {@return a WebSocket that is opened by these requests}
     * @param fetcher opens the connections, through its filters
     * @param opening is asked for each connection, on the loop's thread: as of {@link Fetcher#webSocket(Request, WebSocketOptions)}
     */
    public static ReconnectingWebSocket of(Fetcher fetcher, Supplier<Request> opening) {
        return new ReconnectingWebSocket(
                requireNonNull(fetcher, "fetcher"),
                requireNonNull(opening, "opening"),
                WebSocketOptions.DEFAULT,
                PAUSES,
                (error, pause) -> {});
    }

    /**
     * {@return this with other options of each connection}
     * @param options default: {@link WebSocketOptions#DEFAULT}
     */
    public ReconnectingWebSocket withOptions(WebSocketOptions options) {
        return new ReconnectingWebSocket(fetcher, opening, requireNonNull(options, "options"), pauses, observer);
    }

    /**
     * {@return this with other pauses} A pause doubles, up to the longest, until a connection has lasted longer than the pause before it.
     * Up to a half of each is left out, at random.
     *
     * @param first not negative; default: 1 s
     * @param longest at least {@code first}; default: 30 s
     * @throws IllegalArgumentException if a pause is out of its bounds
     */
    public ReconnectingWebSocket withPauses(Duration first, Duration longest) {
        return new ReconnectingWebSocket(fetcher, opening, options, pauses.between(first, longest), observer);
    }

    /**
     * {@return this with another source of the random part}
     * @param random called on the loop's thread; default: {@link java.util.concurrent.ThreadLocalRandom}
     */
    public ReconnectingWebSocket withRandom(RandomGenerator random) {
        RetryPauses own = pauses.withRandom(requireNonNull(random, "random"));
        return new ReconnectingWebSocket(fetcher, opening, options, own, observer);
    }

    /**
     * {@return this with another observer}
     * @param observer is told of each connection that has ended or could not be opened, and of the pause before the next one, on the loop's
     *     thread
     */
    public ReconnectingWebSocket withObserver(BiConsumer<? super Throwable, ? super Duration> observer) {
        return new ReconnectingWebSocket(fetcher, opening, options, pauses, requireNonNull(observer, "observer"));
    }

    /**
     * Opens the first connection, and each one after it. It counts as a fetch until it is over, in the pauses too.
     *
     * @param opened gets the WebSocket of each connection, on the loop's thread; what it throws closes that one and fails the future
     * @return completes when it ends, and fails when it fails: see above. To cancel it closes the WebSocket, or gives up opening one
     */
    public Future<@Nullable Void> open(Consumer<? super WebSocket> opened) {
        requireNonNull(opened, "opened");
        return fetcher.exchanges().await(over -> {
            Connections connections = new Connections(opened, over);
            over.onCancel(connections::stop);
            connections.connect();
        });
    }

    /** One connection after the other. */
    private final class Connections {
        private final Consumer<? super WebSocket> opened;
        private final Promise<@Nullable Void> over;
        private int failures;
        private Duration pause = Duration.ZERO;

        /** When the connection was opened, in nanoseconds of the loop's ticker. */
        private long since;

        /** Null while there is none. */
        private @Nullable WebSocket socket;

        /** What comes first while there is no connection: the answer of the server, or the end of a pause. */
        private @Nullable Cancellable pending;

        Connections(Consumer<? super WebSocket> opened, Promise<@Nullable Void> over) {
            this.opened = opened;
            this.over = over;
        }

        void connect() {
            Future<WebSocket> answer;
            try {
                answer = fetcher.webSocket(requireNonNull(opening.get(), "the request of the supplier"), options);
            } catch (Throwable thrown) { // by the supplier, or the request is invalid
                over.fail(thrown);
                return;
            }
            pending = answer;
            answer.onComplete((next, error) -> {
                if (next != null) {
                    begin(next);
                } else {
                    end(requireNonNull(error), mayRecover(error));
                }
            });
        }

        private void begin(WebSocket next) {
            if (over.isDone()) { // it was cancelled when this had been opened already
                next.close();
                return;
            }
            socket = next;
            since = fetcher.loop().ticker().nanoTime();
            try {
                opened.accept(next);
            } catch (Throwable thrown) { // by a handler of the application's
                over.fail(thrown);
                next.close(CloseReason.INTERNAL_ERROR, "");
            }
            next.closed().onComplete((reason, none) -> closed(requireNonNull(reason)));
        }

        private void closed(CloseReason reason) {
            socket = null;
            if (fetcher.loop().ticker().nanoTime() - since > pause.toNanos()) {
                failures = 0;
            }
            if (reason.code() == CloseReason.NORMAL) {
                over.complete(null);
            } else {
                String text = reason.text().isEmpty() ? "" : ": " + Printable.quote(reason.text());
                end(
                        new ConnectionClosedException("the WebSocket was closed with " + reason.code() + text),
                        !MISTAKES.contains(reason.code()));
            }
        }

        private void end(Throwable error, boolean again) {
            if (!again) {
                over.fail(error);
            } else if (!over.isDone()) {
                pause = pauses.after(failures++);
                Future<?> slept = fetcher.loop().sleep(pause);
                pending = slept;
                slept.onComplete((nothing, cancelled) -> {
                    if (cancelled == null) {
                        connect();
                    } else { // by stop(), or the loop closes
                        over.fail(cancelled);
                    }
                });
                observer.accept(error, pause);
            }
        }

        private void stop() {
            WebSocket open = socket;
            if (open != null) {
                open.close();
            } else if (pending != null) {
                pending.cancel();
            }
        }
    }

    private static boolean mayRecover(Throwable error) {
        if (error instanceof WebSocketHandshakeException refused) {
            int code = refused.status().code();
            return code >= 500 || code == 408 || code == 429;
        }
        return error instanceof IOException;
    }
}
