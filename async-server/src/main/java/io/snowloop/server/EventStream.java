// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.sse.EventStreamWriter;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.loop.channel.Reactor;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response that goes on: server-sent events (WHATWG HTML, "Server-sent events"), which a browser reads with an
 * {@code EventSource}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#event-stream -->
 * <pre>{@code
 * app.get(
 *         "/ticks",
 *         request -> EventStream.of(request, events -> {
 *             Timer ticks =
 *                     Scheduler.current().scheduleAtFixedRate(ZERO, ofSeconds(1), () -> events.send("tick"));
 *             events.closed().onDone(ticks::cancel);
 *         }));
 * }</pre>
 *
 * <p><b>Back-pressure.</b> Events wait in a queue until the socket has room. A queue that is full, see {@link
 * EventStreamOptions#maxQueued}, takes no more: {@link #send} returns false, and {@link #whenWritable} tells when to go on.
 * So a client that reads slowly costs a bounded amount of memory. A client that reads nothing is closed by the server's
 * {@link ServerOptions#minimumRate}.
 *
 * <p><b>The end.</b> A stream ends when the app closes it, when the client is gone, and when the server drains. {@link
 * #closed} tells all three. A browser connects again after each of them, and sends the id of the last event it has got, see
 * {@link #lastEventId}; to end that, answer with 204 (No Content).
 *
 * <p><b>Heartbeat.</b> A stream that is silent sends a comment every 15 seconds ({@link EventStreamOptions#heartbeat}).
 *
 * <p>All methods belong to the thread of the loop that called the view. Another thread calls them in
 * {@code loop.execute(...)}.
 */
public final class EventStream {
    private static final LimitLog LIMITS = new LimitLog(ServerOptions.class);

    private final Reactor reactor;
    private final EventStreamOptions options;
    private final EventQueue queue;
    private final LastEvent lastEvent;
    private final @Nullable String lastEventId;
    private final LimitLog limits;

    private EventStream(Scheduler loop, Request request, EventStreamOptions options, LimitLog limits) {
        this.reactor = Reactor.of(loop);
        this.options = options;
        this.limits = limits;
        this.lastEvent = LastEvent.of(loop);
        this.queue = new EventQueue(loop, request.context(), options);
        this.lastEventId = lastEventId(request);
    }

    /**
     * {@return a response whose body is a stream of events} It has the type {@code text/event-stream}, and asks caches not to
     * keep it and nginx not to hold it back.
     *
     * @param request the one that is answered
     * @param begin called once, before this returns: sends the first events, and keeps the stream to send more. If it
     *     throws, the stream is closed
     * @throws IllegalStateException if no loop runs on this thread, as in a {@linkplain Snow#blocking blocking} view
     */
    public static Response of(Request request, Consumer<? super EventStream> begin) {
        return of(request, EventStreamOptions.DEFAULT, begin);
    }

    /**
     * {@return a response whose body is a stream of events, with other settings}
     * @param request the one that is answered
     * @param options heartbeat, length of the queue, pause of clients before they reconnect
     * @param begin as in {@link #of(Request, Consumer)}
     * @throws IllegalStateException if no loop runs on this thread, as in a {@linkplain Snow#blocking blocking} view
     */
    public static Response of(Request request, EventStreamOptions options, Consumer<? super EventStream> begin) {
        requireNonNull(request, "request");
        requireNonNull(options, "options");
        requireNonNull(begin, "begin");
        return of(request, options, begin, LIMITS);
    }

    /** With another log: the usual one says a thing once in a JVM. */
    static Response of(
            Request request, EventStreamOptions options, Consumer<? super EventStream> begin, LimitLog limits) {
        EventStream stream = new EventStream(Scheduler.current(), request, options, limits);
        Duration retry = options.retry();
        if (retry != null) {
            long millis = Deadline.nanos(retry) / 1_000_000; // which has an upper bound, as toMillis() has not
            EventStreamWriter.retry(millis, stream.queue.bytes());
        }
        try {
            begin.accept(stream);
        } catch (Throwable thrown) {
            stream.queue.cancel();
            throw thrown;
        }
        return Response.stream(stream.queue, MediaType.TEXT_EVENT_STREAM.toString())
                .withHeader("Cache-Control", "no-store")
                .withHeader("X-Accel-Buffering", "no");
    }

    /** The header field has the bytes of UTF-8, which are characters of Latin-1 to HTTP (RFC 9110 §5.5). */
    private static @Nullable String lastEventId(Request request) {
        String field = request.header("Last-Event-ID");
        return field == null ? null : new String(field.getBytes(ISO_8859_1), UTF_8);
    }

    /**
     * {@return the id of the last event that the client has got; null if it has got none with an id} Send what came after
     * that event first. The client may have chosen it, so check it as all input.
     */
    public @Nullable String lastEventId() {
        return lastEventId;
    }

    /**
     * Sends an event without a name and an id.
     * @param data text of any number of lines
     * @return as {@link #send(ServerSentEvent)}
     */
    public boolean send(String data) {
        return send(ServerSentEvent.of(requireNonNull(data, "data")));
    }

    /**
     * Sends an event. One that goes to several streams in turn, or the same text, is encoded once.
     *
     * @param event taken as a whole, or not at all
     * @return whether it was taken; false if the queue is full ({@link EventStreamOptions#maxQueued}), or the stream is
     *     closed. An event that was not taken is not sent
     * @throws IllegalArgumentException if its name or its id cannot be sent
     */
    public boolean send(ServerSentEvent event) {
        requireNonNull(event, "event");
        if (!takes()) {
            return false;
        }
        queue.send(lastEvent.encoded(event));
        return true;
    }

    /**
     * Sends a comment, which clients ignore.
     * @param comment text of any number of lines
     * @return as {@link #send(ServerSentEvent)}
     */
    public boolean comment(String comment) {
        requireNonNull(comment, "comment");
        if (!takes()) {
            return false;
        }
        EventStreamWriter.comment(comment, queue.bytes());
        queue.deliver();
        return true;
    }

    private boolean takes() {
        reactor.checkThread();
        if (queue.isOpen() && !queue.isWritable()) {
            limits.hit("EventStreamOptions.maxQueued", options.maxQueued(), "not sending an event to a slow client");
        }
        return queue.isWritable();
    }

    /** {@return whether the next event is taken: the stream is open, and its queue has room} */
    public boolean isWritable() {
        reactor.checkThread();
        return queue.isWritable();
    }

    /** {@return completes when the stream takes events again, or is closed; at once if it does now} */
    public Future<@Nullable Void> whenWritable() {
        reactor.checkThread();
        return queue.whenWritable();
    }

    /** {@return whether neither the app, nor the client, nor a drain has closed the stream} */
    public boolean isOpen() {
        reactor.checkThread();
        return queue.isOpen();
    }

    /** {@return completes when the stream is closed, by the app, the client, or a drain: it takes no more events} */
    public Future<@Nullable Void> closed() {
        reactor.checkThread();
        return queue.closed();
    }

    /** Ends the stream. Events that were taken are still sent. Does nothing if it is closed. */
    public void close() {
        reactor.checkThread();
        queue.end();
    }

    @Override
    public String toString() {
        return queue.toString();
    }
}
