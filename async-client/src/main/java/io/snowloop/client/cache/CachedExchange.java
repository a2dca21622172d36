// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import io.snowloop.client.cache.ResponseCache.Settings;
import io.snowloop.client.cache.policy.CacheControl;
import io.snowloop.client.cache.policy.Conditions;
import io.snowloop.client.cache.policy.Freshness;
import io.snowloop.client.cache.policy.Reuse;
import io.snowloop.client.cache.policy.Storing;
import io.snowloop.client.cache.policy.Vary;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LazyLogger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request through a cache (RFC 9111 §4). */
final class CachedExchange {
    private static final LazyLogger LOG = new LazyLogger(ResponseCache.class);

    /** A request with one of these is about a part of a response, its state, or another protocol. */
    private static final List<String> PAST_THE_CACHE =
            List.of("Range", "If-Range", "If-Match", "If-Unmodified-Since", "Upgrade");

    /** The most memory that the fields of a stored response take once they are updated: each 304 may bring other ones. In bytes. */
    private static final int MOST_FIELDS = 256 * 1024;

    private final Settings settings;
    private final Request request;
    private final Handler next;
    private final String key;
    private final CacheControl wanted;

    CachedExchange(Settings settings, Request request, Handler next) {
        this.settings = settings;
        this.request = request;
        this.next = next;
        this.key = CacheKey.of(request.target());
        this.wanted = CacheControl.of(request.headers());
    }

    Future<Response> answer() {
        if (!request.method().isSafe()) {
            return next.handle(request).flatMap(this::invalidate);
        }
        boolean cached = isGet() || request.method().equals(Method.HEAD);
        if (!cached || goesPast()) {
            return next.handle(request)
                    .map(response -> CacheStatus.forwarded(response, cached ? "bypass" : "method", false));
        }
        return look().flatMap(this::answer);
    }

    private boolean isGet() {
        return request.method().equals(Method.GET);
    }

    private boolean goesPast() {
        return wanted.has("no-store")
                || request.body().length() != 0
                || PAST_THE_CACHE.stream().anyMatch(request.headers()::contains);
    }

    private Future<Response> answer(@Nullable StoredResponse stored) {
        if (stored == null) {
            return wanted.has("only-if-cached") ? gatewayTimeout() : ask(null, "miss");
        }
        Instant now = settings.clock().instant();
        Freshness freshness = freshness(stored);
        Reuse reuse = Reuse.of(wanted, CacheControl.of(stored.headers()), freshness, now);
        if (reuse == Reuse.WHILE_REVALIDATING) {
            revalidate(stored);
        }
        if (reuse == Reuse.AT_ONCE || reuse == Reuse.WHILE_REVALIDATING) {
            return Future.completed(CacheStatus.hit(response(stored, freshness, now), freshness.remaining(now)));
        }
        return wanted.has("only-if-cached") ? gatewayTimeout() : validate(stored, reuse);
    }

    /** RFC 9111 §5.2.1.7. */
    private static Future<Response> gatewayTimeout() {
        return Future.completed(CacheStatus.onlyIfCached(Response.of(Status.GATEWAY_TIMEOUT)));
    }

    // ------------------------------------------------------------------------------------- asking

    /** Sends the request as it is, and stores the response. */
    private Future<Response> ask(@Nullable StoredResponse stored, String reason) {
        Instant asked = settings.clock().instant();
        return next.handle(request)
                .flatMap(response ->
                        isGet() ? store(response, asked, reason) : compare(stored, response, asked, reason));
    }

    private Future<Response> validate(StoredResponse stored, Reuse reuse) {
        if (!isGet()) {
            return ask(stored, "stale");
        }
        boolean own = Conditions.areIn(request.headers());
        Request conditional =
                own ? request : request.withHeaders(Conditions.validating(request.headers(), stored.headers()));
        Instant asked = settings.clock().instant();
        return next.handle(conditional).transform(outcome -> {
            if (reuse == Reuse.IF_ERROR && isError(outcome)) {
                Response failure = outcome.value();
                if (failure != null) {
                    failure.cancel();
                }
                return Future.completed(CacheStatus.unreachable(
                        response(stored, freshness(stored), settings.clock().instant())));
            }
            return outcome.flatMap(response -> response.status().equals(Status.NOT_MODIFIED)
                    ? confirmed(stored, response, asked)
                    : store(response, asked, "stale"));
        });
    }

    /** RFC 5861 §4. */
    private static boolean isError(Completed<Response> outcome) {
        Response response = outcome.value();
        if (response == null) {
            return outcome.error() instanceof IOException;
        }
        return switch (response.status().code()) {
            case 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** The origin says that what is stored, or what its caller has, is valid (RFC 9111 §4.3.4). */
    private Future<Response> confirmed(StoredResponse stored, Response answer, Instant asked) {
        boolean own = Conditions.areIn(request.headers());
        StoredResponse updated =
                Conditions.isAbout(stored.headers(), answer.headers()) ? update(stored, answer, asked) : null;
        if (updated == null) {
            return own ? Future.completed(CacheStatus.forwarded(answer, "stale", false)) : ask(null, "stale");
        }
        return keep(updated)
                .map(kept -> CacheStatus.validated(
                        own ? answer : withCookies(answer, response(updated, freshness(updated), updated.received())),
                        answer.status()));
    }

    /** The cookies that the origin sets now. */
    private static Response withCookies(Response answer, Response response) {
        Headers.Builder fields = Headers.builder().addAll(response.headers());
        answer.headers().all("Set-Cookie").forEach(cookie -> fields.add("Set-Cookie", cookie));
        return response.withHeaders(fields.build());
    }

    /** For later requests: the answer to this one does not wait for it. */
    private void revalidate(StoredResponse stored) {
        if (!settings.revalidating().add(key)) {
            return;
        }
        Request own = request.withMethod(Method.GET).withHeaders(withoutConditions(request.headers()));
        new CachedExchange(settings, own, next)
                .validate(stored, Reuse.IF_VALID)
                .flatMap(CachedExchange::readForTheCopy)
                .onComplete((end, error) -> {
                    settings.revalidating().remove(key);
                    if (error != null) {
                        LOG.log(Level.DEBUG, () -> "cannot revalidate " + withoutQuery(), error);
                    }
                });
    }

    /** What is not to be stored is not read. */
    private static Future<?> readForTheCopy(Response response) {
        if (response.body() instanceof StoringStream stored) {
            return stored.readAll();
        }
        response.cancel();
        return Future.<@Nullable Object>completed(null);
    }

    private static Headers withoutConditions(Headers fields) {
        return fields.without("If-None-Match").without("If-Modified-Since");
    }

    // ------------------------------------------------------------------------------------ storing

    private Future<Response> store(Response response, Instant asked, String reason) {
        Instant now = settings.clock().instant();
        Headers fields = Storing.stored(response.headers(), now);
        Freshness freshness = Freshness.of(response.status(), fields, asked, now, settings.maxHeuristic());
        long length = response.body().length();
        if (length > settings.maxBody() || !Storing.isAllowed(response.status(), fields, freshness)) {
            return Future.completed(CacheStatus.forwarded(response, reason, false));
        }
        Headers selecting = Vary.selecting(fields, request.headers());
        Function<Body.Bytes, Future<?>> keep =
                body -> keep(new StoredResponse(key, selecting, response.status(), fields, asked, now, body));
        Response told = CacheStatus.forwarded(response, reason, true);
        Body.Bytes there = response.body().collected();
        return there == null
                ? Future.completed(told.withBody(new StoringStream(
                        response.body().stream(),
                        settings.maxBody(),
                        settings.copies().begin(),
                        keep)))
                : keep.apply(there).map(kept -> told);
    }

    /** A response to HEAD tells whether what is stored of GET is still the same (RFC 9111 §4.3.5). */
    private Future<Response> compare(@Nullable StoredResponse stored, Response response, Instant asked, String reason) {
        Response told = CacheStatus.forwarded(response, reason, false);
        if (stored == null || !response.status().equals(stored.status())) {
            return Future.completed(told);
        }
        StoredResponse updated =
                Conditions.isHeadOf(stored.headers(), response.headers()) ? update(stored, response, asked) : null;
        Future<?> done = updated == null ? drop(key) : keep(updated);
        return after(done, told);
    }

    /** Null if it would have too many fields: then all of it is to be asked for. */
    private @Nullable StoredResponse update(StoredResponse stored, Response newer, Instant asked) {
        Instant now = settings.clock().instant();
        Headers fields = Storing.updated(stored.headers(), newer.headers(), now);
        if (fields.memory() > MOST_FIELDS) {
            return null;
        }
        Headers selecting = Vary.selecting(fields, request.headers());
        return new StoredResponse(key, selecting, stored.status(), fields, asked, now, stored.body());
    }

    /** An unsafe method may have changed what is stored (RFC 9111 §4.4). */
    private Future<Response> invalidate(Response response) {
        Response told = CacheStatus.forwarded(response, "method", false);
        if (response.status().code() >= 400) {
            return Future.completed(told);
        }
        Future<?> done = drop(key);
        for (String name : List.of("Location", "Content-Location")) { // of each the first: a server may send thousands
            String reference = response.header(name);
            String related = reference == null ? null : CacheKey.ofSameOrigin(reference, request.target());
            if (related != null) {
                done = done.flatMap(dropped -> drop(related));
            }
        }
        return after(done, told);
    }

    /** The response, when the store is done. A caller that does not wait for it never owns it: its body is cancelled. */
    private static Future<Response> after(Future<?> done, Response response) {
        Future<Response> answer = done.map(ready -> response);
        return answer instanceof Promise<Response> promise ? promise.onCancel(response::cancel) : answer;
    }

    // ---------------------------------------------------------------------------------- the store

    private Future<@Nullable StoredResponse> look() {
        return tolerant("find", settings.store().find(key, request.headers()));
    }

    private Future<?> keep(StoredResponse response) {
        return tolerant("keep", settings.store().put(response));
    }

    private Future<?> drop(String url) {
        return tolerant("drop", settings.store().remove(url));
    }

    /** Without a store there is still the origin. */
    private <T> Future<@Nullable T> tolerant(String step, Future<@Nullable T> done) {
        return done.recover(error -> {
            LOG.log(Level.WARNING, () -> "the store of the cache cannot " + step + " " + withoutQuery(), error);
            return null;
        });
    }

    /** For logs: a query may have a token. */
    private String withoutQuery() {
        int query = key.indexOf('?');
        return query < 0 ? key : key.substring(0, query);
    }

    // ---------------------------------------------------------------------------------- answering

    private Freshness freshness(StoredResponse stored) {
        return Freshness.of(
                stored.status(), stored.headers(), stored.requested(), stored.received(), settings.maxHeuristic());
    }

    /**
     * What is stored as a response to this request, with its age (RFC 9111 §4, §5.1). A cookie jar around the cache has taken the cookies of
     * the first response: taken again (§7.3), they would undo a newer login or a logout.
     */
    private Response response(StoredResponse stored, Freshness freshness, Instant now) {
        long age = freshness.age(now).toSeconds();
        Headers fields = stored.headers().without("Set-Cookie").with("Age", Long.toString(age));
        if (stored.status().equals(Status.OK) && Conditions.areMetBy(stored.headers(), request.headers())) {
            return Response.of(Status.NOT_MODIFIED).withHeaders(fields.without("Content-Length"));
        }
        return Response.of(stored.status()).withHeaders(fields).withBody(isGet() ? stored.body() : Body.EMPTY);
    }
}
