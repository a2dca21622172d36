// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exchanges of a fetcher behind its filters, for callers on any thread. */
final class FilteredExchanges {
    /** As many as browsers follow for an event source. */
    private static final Redirects REDIRECTS = Redirects.redirects(20);

    /** What filters take for the word of the URL that was asked for: cookies of it, and a question for its credentials. */
    private static final List<String> ORIGIN_FIELDS = List.of("Set-Cookie", "WWW-Authenticate");

    private final Exchanges exchanges;
    private final Crossing crossing;

    /** All filters as one; null if there is none. */
    private final @Nullable Filter filter;

    /** Whether one of them follows redirects. */
    private final boolean redirects;

    /** Without a filter. */
    FilteredExchanges(EventLoop loop, FetcherOptions options) {
        this.exchanges = new Exchanges(loop, options);
        this.crossing = new Crossing(loop);
        this.filter = null;
        this.redirects = false;
    }

    private FilteredExchanges(FilteredExchanges others, Filter filter) {
        this.exchanges = others.exchanges;
        this.crossing = others.crossing;
        this.filter = others.filter == null ? filter : others.filter.andThen(filter);
        this.redirects = others.redirects || filter instanceof Redirects;
    }

    /** The same exchanges behind one more filter. */
    FilteredExchanges with(Filter last) {
        return new FilteredExchanges(this, last);
    }

    /** A response with all of its body, up to {@code maxBody} bytes. */
    Future<Response> fetch(Request request, long maxBody) {
        Request own = crossing.in(request);
        return crossing.out(
                filter == null
                        ? exchanges.send(own, maxBody)
                        : run(own, this::send).flatMap(response -> exchanges.collect(response, maxBody)));
    }

    /** A response whose body the caller's loop reads. */
    Future<Response> handle(Request request) {
        return crossing.outWithBody(head(request));
    }

    /** A response whose body the fetcher's loop reads. */
    Future<Response> head(Request request) {
        Request own = crossing.in(request);
        return filter == null ? send(own) : run(own, this::send);
    }

    /**
     * The same, of a response without an end of its own: {@code idle} is its only time-out. Redirects are followed: by a filter, or, if none
     * does, behind all of them. Their credentials are not sent to another origin then, and what that answers is nothing for them.
     */
    Future<Response> stream(Request request, Duration idle) {
        Handler last = each -> exchanges.sendEndless(each, idle);
        return run(request, redirects ? last : first -> REDIRECTS.filter(first, each -> ofOrigin(first, each, last)));
    }

    private static Future<Response> ofOrigin(Request first, Request request, Handler last) {
        boolean same = Target.of(first.target())
                .origin()
                .equals(Target.of(request.target()).origin());
        Future<Response> answer = last.handle(request);
        return same
                ? answer
                : answer.map(response -> response.withHeaders(Redirects.without(response.headers(), ORIGIN_FIELDS)));
    }

    /** A WebSocket, which stays in the fetcher's loop. */
    Future<WebSocket> webSocket(Request opening, WebSocketOptions options) {
        WebSocketOpening attempt = new WebSocketOpening(exchanges, options);
        return run(opening, attempt::send).flatMap(response -> attempt.result(opening, response));
    }

    /** A future of the fetcher's loop, for the caller. */
    <T extends @Nullable Object> Future<T> out(Future<T> future) {
        return crossing.out(future);
    }

    private Future<Response> send(Request request) {
        return exchanges.send(request, Exchange.HEAD_ONLY);
    }

    private Future<Response> run(Request request, Handler last) {
        Handler all = filter == null ? last : filter.around(last);
        return exchanges.filter(() -> all.handle(request));
    }

    Exchanges exchanges() {
        return exchanges;
    }
}
