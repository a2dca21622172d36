// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Attribute;
import io.snowloop.http.Cookie;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.options.Bounds;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A filter that gives each request a {@link Session}. Its id is random and in a signed cookie; its values are in a {@link
 * SessionStore} and never at the client.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/SessionsPageTest.java#login -->
 * <pre>{@code
 * Sessions sessions = Sessions.builder(CookieSigner.of(key), SessionStore.inMemory(10_000))
 *         .maxIdle(Duration.ofHours(1))
 *         .build();
 * Snow app = new Snow()
 *         .filter(sessions)
 *         .get("/", request -> Response.text("hello " + session(request).get("user")))
 *         .post("/login", request -> {
 *             session(request).renew(); // another id: one from before the login is worth nothing
 *             session(request).set("user", "Holle");
 *             return Response.redirect("/");
 *         });
 * }</pre>
 *
 * <p>The cookie is {@code HttpOnly}, {@code SameSite=Lax}, {@code Path=/}, and {@code Secure} if the request came over TLS or
 * that is set. It lasts until the browser is closed; the session expires when it was not used for some time. A response that sets
 * the cookie is not stored by caches.
 */
public final class Sessions implements Filter {
    private static final Attribute<Session> SESSION = Attribute.of("session");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CookieSigner signer;
    private final SessionStore store;
    private final String cookie;
    private final Duration maxIdle;
    private final boolean secure;

    private Sessions(Builder builder) {
        signer = builder.signer;
        store = builder.store;
        cookie = builder.cookie;
        maxIdle = builder.maxIdle;
        secure = builder.secure;
    }

    /**
     * {@return a builder with all settings at their defaults}
     * @param signer signs the ids
     * @param store has the values
     */
    public static Builder builder(CookieSigner signer, SessionStore store) {
        return new Builder(requireNonNull(signer, "signer"), requireNonNull(store, "store"));
    }

    /**
     * {@return the session of a request} It is empty if the client has none.
     * @param request from inside of this filter
     * @throws IllegalStateException if there is no such filter around the handler
     */
    public static Session session(Request request) {
        Session session = requireNonNull(request, "request").attribute(SESSION);
        if (session == null) {
            throw new IllegalStateException("this request has no session: add the filter Sessions to the app, before"
                    + " csrf() and each other filter that uses it");
        }
        return session;
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        String id = signer.read(requireNonNull(request, "request"), cookie);
        if (id == null) {
            return handle(request, new Session(null, Map.of()), next);
        }
        return store.load(id)
                .flatMap(values ->
                        handle(request, values == null ? new Session(null, Map.of()) : new Session(id, values), next));
    }

    private Future<Response> handle(Request request, Session session, Handler next) {
        return next.handle(request.withAttribute(SESSION, session))
                .flatMap(response -> keep(request, session)
                        .map(cookie -> cookie == null ? response : with(cookie, response))
                        .onComplete((kept, error) -> {
                            if (error != null) { // the store has failed, or the client has left
                                response.cancel();
                            }
                        }));
    }

    /** Keeps the session, or forgets it. Completes with the cookie to be set, null for none. */
    private Future<@Nullable Cookie> keep(Request request, Session session) {
        session.kept();
        String id = session.id;
        if (id == null) {
            return session.set().isEmpty() ? Future.completed(null) : create(request, session.set());
        }
        if (session.isEnded()) {
            return store.delete(id).flatMap(old -> createOrForget(request, session.set()));
        }
        if (session.isRenewed()) {
            return store.delete(id).flatMap(old -> createOrForget(request, session.changed(old)));
        }
        return store.update(id, session.set(), session.removed(), maxIdle).map(done -> null);
    }

    /** In place of a session that the client's cookie still names. */
    private Future<@Nullable Cookie> createOrForget(Request request, Map<String, String> values) {
        return values.isEmpty()
                ? Future.completed(cookie(request, "").withMaxAge(Duration.ZERO))
                : create(request, values);
    }

    private Future<@Nullable Cookie> create(Request request, Map<String, String> values) {
        String fresh = randomId();
        return store.create(fresh, values, maxIdle).map(created -> signer.sign(cookie(request, fresh)));
    }

    private Cookie cookie(Request request, String value) {
        boolean overTls = secure || request.context().isSecure();
        return new Cookie(cookie, value, null, "/", null, null, overTls, true, Cookie.SameSite.LAX);
    }

    private static Response with(Cookie cookie, Response response) {
        Response changed = response.plusCookie(cookie);
        return changed.headers().contains("Cache-Control") ? changed : changed.withHeader("Cache-Control", "no-store");
    }

    /** 256 bits, which no attacker can guess. */
    private static String randomId() {
        byte[] id = new byte[32];
        RANDOM.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** The settings of {@link Sessions}. */
    public static final class Builder {
        private final CookieSigner signer;
        private final SessionStore store;
        private String cookie = "session";
        private Duration maxIdle = Duration.ofMinutes(30);
        private boolean secure;

        private Builder(CookieSigner signer, SessionStore store) {
            this.signer = signer;
            this.store = store;
        }

        /**
         * Sets the name of the cookie.
         * @param cookie a token; default: {@code session}. {@code __Host-session} with {@link #secure} is safe from other hosts
         *     of the domain
         * @return this builder
         */
        public Builder cookie(String cookie) {
            Cookie.of(requireNonNull(cookie, "cookie"), ""); // checks it
            this.cookie = cookie;
            return this;
        }

        /**
         * Sets after how much time without a request a session expires.
         * @param maxIdle positive; default: 30 minutes
         * @return this builder
         */
        public Builder maxIdle(Duration maxIdle) {
            this.maxIdle = Bounds.positive("maxIdle", maxIdle);
            return this;
        }

        /**
         * Sets whether the cookie is for TLS only, whatever the request came over: behind a proxy that ends TLS.
         * @param secure default: false, which means that it is if the request came over TLS to this server
         * @return this builder
         */
        public Builder secure(boolean secure) {
            this.secure = secure;
            return this;
        }

        /** {@return a filter with these settings} The builder can be used again. */
        public Sessions build() {
            return new Sessions(this);
        }
    }
}
