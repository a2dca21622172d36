// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import io.snowloop.options.Bounds;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A filter that lets scripts of other origins read the responses of an app: the CORS protocol (WHATWG Fetch §3.3).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CorsPageTest.java#filter -->
 * <pre>{@code
 * Snow api = new Snow().get("/prices", request -> Response.json("[1, 2]")).filter(cors("https://shop.example"));
 * }</pre>
 *
 * <p>Without it a browser sends such a script's simple requests, but does not show it the responses, and refuses all other
 * requests. It protects users of browsers, not the app: any other program may send what it likes. So a request of another
 * origin still reaches the app, which has to check who sent it.
 *
 * <p>The filter answers preflight requests ({@code OPTIONS} with {@code Access-Control-Request-Method}) itself: with 204, or
 * with 403 if the origin is not one of these. {@code Access-Control-Allow-Private-Network} is never sent.
 */
public final class Cors implements Filter {
    /** These need no preflight, and are allowed if the origin is. */
    private static final List<String> SAFELISTED_METHODS = List.of("GET", "HEAD", "POST");

    /** Null: any. */
    private final @Nullable Set<String> origins;

    /** The fields of each response to a CORS request of an allowed origin, {@code Access-Control-Allow-Origin} aside. */
    private final Headers answer;

    /** The fields of the response to its preflight, besides. */
    private final Headers preflight;

    private Cors(Builder builder) {
        origins = builder.anyOrigin ? null : Set.copyOf(builder.origins);
        Headers.Builder fields = Headers.builder();
        if (builder.credentials) {
            fields.add("Access-Control-Allow-Credentials", "true");
        }
        Headers always = fields.build();
        preflight = builder.preflight(always);
        if (!builder.exposed.isEmpty()) {
            fields.add("Access-Control-Expose-Headers", String.join(", ", builder.exposed));
        }
        answer = fields.build();
    }

    /**
     * {@return the filter for scripts of these origins} It allows the methods GET, HEAD, POST, PUT, PATCH and DELETE, and the
     * request's field {@code Content-Type}, without credentials.
     *
     * @param origins such as {@code https://app.example}: see {@link Builder#origin}
     */
    public static Cors cors(String... origins) {
        Builder builder = builder();
        for (String origin : requireNonNull(origins, "origins")) {
            builder.origin(origin);
        }
        return builder.build();
    }

    /** {@return a builder with all settings at their defaults} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        String origin = requireNonNull(request, "request").header("Origin");
        if (origin == null) {
            return next.handle(request).map(this::varied);
        }
        boolean allowed = origins == null || origins.contains(origin);
        boolean asks =
                request.method().equals(Method.OPTIONS) && request.headers().contains("Access-Control-Request-Method");
        if (asks) {
            return Future.completed(
                    allowed
                            ? with(preflight, origin, Response.of(Status.NO_CONTENT))
                            : varied(Response.text("scripts of this origin may not send this request\n")
                                    .withStatus(Status.FORBIDDEN)));
        }
        return next.handle(request).map(response -> allowed ? with(answer, origin, response) : varied(response));
    }

    private Response with(Headers fields, String origin, Response response) {
        Headers headers = response.headers().with("Access-Control-Allow-Origin", origins == null ? "*" : origin);
        for (int i = 0; i < fields.size(); i++) {
            headers = headers.with(fields.name(i), fields.value(i));
        }
        return varied(response.withHeaders(headers));
    }

    /** A cache must not give what one origin may read to another, nor the response without permission to one that has it. */
    private Response varied(Response response) {
        return origins == null ? response : response.withHeaders(Vary.by("Origin", response.headers()));
    }

    /** The settings of a {@link Cors}. */
    public static final class Builder {
        private final Set<String> origins = new LinkedHashSet<>();
        private Set<String> methods = new LinkedHashSet<>(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        private Set<String> headers = new LinkedHashSet<>(List.of("Content-Type"));
        private Set<String> exposed = Set.of();
        private @Nullable Duration maxAge;
        private boolean anyOrigin;
        private boolean credentials;

        private Builder() {}

        /**
         * Adds an origin whose scripts may read responses.
         * @param origin as browsers send it: {@code https://app.example} or {@code http://localhost:3000}, in lower case,
         *     without a path and without the port that the scheme has anyway
         * @return this builder
         * @throws IllegalArgumentException if no browser sends such an origin
         */
        public Builder origin(String origin) {
            String serialized = serialized(requireNonNull(origin, "origin"));
            if (!origin.equals(serialized)) {
                throw new IllegalArgumentException("no browser sends the origin " + Printable.quote(origin)
                        + ": it is scheme://host[:port]" + (serialized == null ? "" : ", here " + serialized));
            }
            origins.add(origin);
            return this;
        }

        /**
         * Allows scripts of all origins, sandboxed pages and local files included. For data that everyone may read.
         * @return this builder
         */
        public Builder anyOrigin() {
            anyOrigin = true;
            return this;
        }

        /**
         * Sets whether a script may read responses to requests with the user's cookies, client certificate or password. Only
         * for origins that you trust as your own: their scripts can do all that the user can do.
         * @param credentials default: false
         * @return this builder
         */
        public Builder credentials(boolean credentials) {
            this.credentials = credentials;
            return this;
        }

        /**
         * Sets the methods that are allowed. Browsers do not ask for GET, HEAD and POST.
         * @param methods case counts; default: GET, HEAD, POST, PUT, PATCH, DELETE
         * @return this builder
         */
        public Builder methods(Method... methods) {
            this.methods = new LinkedHashSet<>(SAFELISTED_METHODS);
            for (Method method : requireNonNull(methods, "methods")) {
                this.methods.add(method.name());
            }
            return this;
        }

        /**
         * Sets the request's fields that a script may set, besides those that need no permission.
         * @param headers names; default: {@code Content-Type}, which JSON needs
         * @return this builder
         */
        public Builder headers(String... headers) {
            this.headers = names("headers", headers);
            return this;
        }

        /**
         * Sets the response's fields that a script may read, besides those that need no permission.
         * @param exposed names; default: none
         * @return this builder
         */
        public Builder exposed(String... exposed) {
            this.exposed = names("exposed", exposed);
            return this;
        }

        /**
         * Sets how long a browser may remember the response to a preflight.
         * @param maxAge not negative, whole seconds are sent; default: not sent, which is 5 s. Browsers have a limit of
         *     their own, such as two hours
         * @return this builder
         */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = Bounds.notNegative("maxAge", maxAge);
            return this;
        }

        /**
         * {@return a filter with these settings} The builder can be used again.
         * @throws IllegalStateException if no origin is allowed; or any is, with credentials: then each site in the world
         *     could act for the user, and browsers refuse it
         */
        public Cors build() {
            if (anyOrigin == !origins.isEmpty()) {
                throw new IllegalStateException(
                        anyOrigin
                                ? "anyOrigin() allows " + origins + ", too: remove one of the two"
                                : "no origin is allowed: add origin(...) or anyOrigin()");
            }
            if (anyOrigin && credentials) {
                throw new IllegalStateException(
                        "credentials(true) needs a list of origins: add origin(...) in place of anyOrigin()");
            }
            return new Cors(this);
        }

        private Headers preflight(Headers always) {
            Headers.Builder fields =
                    Headers.builder().addAll(always).add("Access-Control-Allow-Methods", String.join(", ", methods));
            if (!headers.isEmpty()) {
                fields.add("Access-Control-Allow-Headers", String.join(", ", headers));
            }
            if (maxAge != null) {
                fields.add("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
            }
            return fields.build();
        }

        private static Set<String> names(String setting, String... names) {
            Set<String> checked = new LinkedHashSet<>();
            for (String name : requireNonNull(names, setting)) {
                if (!Grammar.isToken(name) || name.equals("*")) { // with credentials an asterisk is a name
                    throw new IllegalArgumentException(
                            setting + " must be names of fields, but one is " + Printable.quote(name));
                }
                checked.add(name);
            }
            return checked;
        }

        /** What a browser would send as the origin of a page with this URL; null if it is no such URL. */
        private static @Nullable String serialized(String origin) {
            try {
                URI uri = new URI(origin);
                if (uri.getScheme() == null || uri.getHost() == null) {
                    return null;
                }
                String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
                int usual = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
                String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
                return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
            } catch (URISyntaxException e) {
                return null;
            }
        }
    }
}
