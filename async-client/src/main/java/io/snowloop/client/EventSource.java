// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of a server (WHATWG HTML, "Server-sent events"), over as many connections as it takes.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#event-source -->
 * <pre>{@code
 * try (Fetcher fetcher = Fetcher.create();
 *         EventSource source = EventSource.of(fetcher, url)) {
 *     source.forEach(event -> log.add(event.name() + " " + event.data()));
 *     fetcher.run(); // returns when the source has ended
 * }
 * }</pre>
 *
 * <p>It connects when the first event is asked for. When a connection ends, or cannot be opened, it connects again after a
 * pause, and sends the id of the last event as {@code Last-Event-ID}, so that a server which keeps its events goes on from
 * there. Redirects are followed: by the {@link Redirects} of the fetcher, or else up to 20.
 *
 * <p>It <em>ends</em> when it is closed, and when the server answers 204 (No Content). It <em>fails</em>, without another
 * attempt, if the server answers with any other status than 200, or with another type than {@code text/event-stream}; if an
 * event is larger than {@link EventSourceOptions#maxEvent}; and if the request is invalid or the fetcher is closed. {@link
 * Retries} of the fetcher also try again after a 503.
 *
 * <p>Events are pulled. As long as no event is asked for, nothing is read from the socket, and TCP slows the server down.
 *
 * <p>{@link #next}, {@link #forEach} and {@link #close} may be called from any thread; the others belong to the loop's.
 */
public final class EventSource implements AutoCloseable {
    private final Fetcher fetcher;
    private final Request request;
    private final EventSourceOptions options;
    private final CountedEvents events;
    private final BackOff backOff;

    /** The pending {@link #next}. */
    private @Nullable Promise<@Nullable ServerSentEvent> reader;

    /** An event whose reader was cancelled at the last moment: it is for the next one. */
    private @Nullable ServerSentEvent kept;

    /** The stream of the current connection; null while there is none. */
    private @Nullable BodyStream stream;

    /** What has to come first: a response, a piece of the stream, or the end of a pause. */
    private @Nullable Cancellable pending;

    /** How it ended: null, or an error. Null while events may come. */
    private @Nullable Completed<@Nullable ServerSentEvent> end;

    private EventSource(Fetcher fetcher, Request request, EventSourceOptions options) {
        this.fetcher = fetcher;
        this.request = request;
        this.options = options;
        this.events = new CountedEvents(options.maxEvent(), fetcher.exchanges().memory());
        this.backOff = new BackOff(options);
    }

    /**
     * {@return the events that a server sends for a GET}
     * @param fetcher sends the requests, through its filters
     * @param url absolute, {@code http://} or {@code https://}
     */
    public static EventSource of(Fetcher fetcher, String url) {
        return of(fetcher, Request.get(requireNonNull(url, "url")), EventSourceOptions.DEFAULT);
    }

    /**
     * {@return the events that a server sends for a request}
     * @param fetcher sends the requests, through its filters
     * @param request with an absolute URL as its target; of any method, and sent again for each connection. It gets the
     *     header fields {@code Accept} and {@code Cache-Control} if it has none. A {@code Last-Event-ID} of its own says where
     *     the first connection begins
     * @param options pauses, time-outs and limits
     * @throws IllegalArgumentException if the request's body is a stream, which can be sent only once
     */
    public static EventSource of(Fetcher fetcher, Request request, EventSourceOptions options) {
        requireNonNull(fetcher, "fetcher");
        requireNonNull(options, "options");
        if (!Exchange.isRepeatable(requireNonNull(request, "request").body())) {
            throw new IllegalArgumentException(
                    "the body of " + request + " is a stream, which can be sent only once, and an"
                            + " event source sends its request for each connection: collect the body first");
        }
        return new EventSource(fetcher, withDefaults(request), options);
    }

    private static Request withDefaults(Request request) {
        Request complete = request.headers().contains("Accept")
                ? request
                : request.withHeader("Accept", MediaType.TEXT_EVENT_STREAM.toString());
        return complete.headers().contains("Cache-Control")
                ? complete
                : complete.withHeader("Cache-Control", "no-store");
    }

    // ------------------------------------------------------------------------------------------------ for the reader

    /**
     * The next event. Connects first if there is no connection. One call at a time.
     *
     * <p>A future that is cancelled, or whose {@link Future#timeout} is over, loses no event: the next call gets it.
     *
     * @return null when the source has ended, and for each call after that; fails if the source has failed, and each call
     *     after that too; fails with an {@link IllegalStateException} if the call before has not completed
     */
    public Future<@Nullable ServerSentEvent> next() {
        return fetcher.exchanges().await(this::read);
    }

    /**
     * Calls a function with each event, one after the other, until the source ends.
     *
     * @param action called on the loop's thread
     * @return completes when the source has ended; fails if the source fails or {@code action} throws. Cancelling it closes
     *     the source
     */
    public Future<@Nullable Void> forEach(Consumer<? super ServerSentEvent> action) {
        requireNonNull(action, "action");
        return each(action).onDone(this::close);
    }

    private Future<@Nullable Void> each(Consumer<? super ServerSentEvent> action) {
        return next().flatMap(event -> {
            if (event == null) {
                return Future.completed(null);
            }
            action.accept(event);
            return each(action);
        });
    }

    /** {@return the id of the last event that was complete; empty if there is none} On the loop's thread. */
    public String lastEventId() {
        return events.parser.lastEventId();
    }

    /** {@return whether there is a connection whose response is a stream of events} On the loop's thread. */
    public boolean isConnected() {
        return stream != null;
    }

    /** Closes its connection. A pending {@link #next}, and each later one, completes with null. */
    @Override
    public void close() {
        fetcher.exchanges().onLoop(() -> end(Future.completed(null)));
    }

    // ------------------------------------------------------------------------------------------------- on the loop

    private void read(Promise<@Nullable ServerSentEvent> next) {
        if (isAwaited()) {
            next.fail(new IllegalStateException("the call of next() before has not completed: one call at a time"));
            return;
        }
        reader = next;
        goOn();
    }

    private boolean isAwaited() {
        return reader != null && !reader.isDone(); // it may have been cancelled
    }

    // region event-source
    /** Goes on until the reader has an event, or something has to come first. */
    private void goOn() {
        while (pending == null && isAwaited()) {
            if (kept != null || end != null) {
                answer();
            } else if (stream == null) {
                connect();
            } else {
                readFrom(stream);
            }
        }
    }
    // endregion

    private void answer() {
        Promise<@Nullable ServerSentEvent> waiting = requireNonNull(reader);
        ServerSentEvent event = kept;
        if (event != null && waiting.complete(event)) {
            kept = null;
        } else if (event == null) {
            waiting.settle(requireNonNull(end));
        }
    }

    private void readFrom(BodyStream open) {
        try {
            kept = events.next();
            if (kept == null) {
                await(open::read, this::received);
            }
        } catch (IOException e) { // it is too large, or there is no memory for it
            end(Future.failed(e));
        }
    }

    private void received(@Nullable ByteBuffer piece, @Nullable Throwable error) {
        if (piece != null) {
            events.parser.feed(piece);
        } else {
            stream = null;
            pause(error == null ? new ConnectionClosedException("the server has ended the event stream") : error);
        }
    }

    private void connect() {
        events.restart();
        // The header field has the bytes of UTF-8, which are characters of Latin-1 to HTTP, and no blanks at its ends
        // (RFC 9110 §5.5).
        String id = new String(events.parser.lastEventId().strip().getBytes(UTF_8), ISO_8859_1);
        if (!Grammar.isFieldValue(id)) { // a mistake of the server, not of our caller: so an IOException
            end(Future.failed(new IOException("the server has sent an event with the id " + Printable.quote(id)
                    + ", which Last-Event-ID cannot carry: the source cannot go on after it")));
            return;
        }
        Request next = id.isEmpty() ? request : request.withHeader("Last-Event-ID", id);
        await(() -> fetcher.stream(next, options.idle()), this::responded);
    }

    private void responded(@Nullable Response response, @Nullable Throwable error) {
        if (response == null) {
            pause(requireNonNull(error));
        } else if (response.status().equals(Status.NO_CONTENT)) {
            UnwantedBody.receive(response);
            end(Future.completed(null));
        } else if (isEventStream(response)) {
            backOff.opened();
            stream = response.body().stream();
        } else {
            String type = response.header("Content-Type");
            String message = request + " was answered with " + response.status() + " and "
                    + (type == null ? "no Content-Type" : "Content-Type " + Printable.quote(type))
                    + ", but an event source takes 200 and text/event-stream only";
            if (response.status().isSuccess()) {
                response.cancel(); // another stream, which may have no end
            }
            await(
                    () -> UnwantedBody.receive(response),
                    (body, none) -> end(Future.failed(
                            new IOException(message + (body == null ? "" : Refusal.said(response, body))))));
        }
    }

    private static boolean isEventStream(Response response) {
        String type = response.header("Content-Type");
        MediaType parsed = type == null ? null : MediaType.parse(type);
        return response.status().equals(Status.OK) && parsed != null && parsed.matches(MediaType.TEXT_EVENT_STREAM);
    }

    /** Connects again later, unless that is of no use: all that is not of the network is a mistake of a caller. */
    private void pause(Throwable error) {
        if (!(error instanceof IOException)) {
            end(Future.failed(error));
            return;
        }
        Duration pause = backOff.next(events.parser.retryMillis());
        await(() -> fetcher.loop().sleep(pause), (slept, cancelled) -> {
            if (cancelled != null) { // the loop closes: to connect again would go on until it is closed
                end(Future.failed(cancelled));
            }
        });
        options.onReconnect().accept(error, pause);
    }

    /**
     * Waits for what {@code work} brings, and goes on. After the end its value is of no use. Always by the loop's queue: a
     * stream whose pieces are all there must not keep the loop busy.
     */
    private <T extends @Nullable Object> void await(
            Callable<? extends Future<T>> work, BiConsumer<@Nullable T, @Nullable Throwable> then) {
        Future<T> first = fetcher.loop().submit(work);
        pending = first;
        first.onComplete((value, error) -> {
            if (pending == first) {
                pending = null;
                then.accept(value, error);
                goOn();
            } else if (value instanceof Response response) {
                response.cancel();
            }
        });
    }

    private void end(Completed<@Nullable ServerSentEvent> how) {
        if (end != null) {
            return;
        }
        end = how;
        kept = null;
        events.end();
        BodyStream open = stream;
        stream = null;
        Cancellable first = pending;
        pending = null;
        if (open != null) {
            open.cancel();
        }
        if (first != null) {
            first.cancel();
        }
        goOn();
    }

    @Override
    public String toString() {
        String state = end != null ? "ended" : stream != null ? "connected" : "not connected";
        return "EventSource[" + request + ", " + state + "]";
    }
}
