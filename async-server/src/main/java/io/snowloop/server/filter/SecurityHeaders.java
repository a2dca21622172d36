// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.options.Bounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A filter that adds the fields with which browsers protect the users of a site. A field that a response has already stays, so
 * that a page may have a policy of its own.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/SecurityHeadersPageTest.java#filter -->
 * <pre>{@code
 * Snow app = new Snow()
 *         .get("/", request -> Response.html("<h1>Home</h1>"))
 *         .filter(SecurityHeaders.builder()
 *                 .contentSecurityPolicy("default-src 'self'; frame-ancestors 'none'")
 *                 .strictTransport(Duration.ofDays(365))
 *                 .build());
 * }</pre>
 *
 * <table>
 *   <caption>The fields</caption>
 *   <tr><th>Field</th><th>Default</th><th>A browser</th></tr>
 *   <tr><td>{@code X-Content-Type-Options}</td><td>{@code nosniff}</td>
 *     <td>does not run an upload as a script, whatever it looks like (WHATWG Fetch)</td></tr>
 *   <tr><td>{@code Referrer-Policy}</td><td>{@code same-origin}</td>
 *     <td>tells no other site which page a user comes from</td></tr>
 *   <tr><td>{@code Content-Security-Policy}</td><td>none</td>
 *     <td>loads and runs only what the policy allows, and shows the page in no other site's frame</td></tr>
 *   <tr><td>{@code Strict-Transport-Security}</td><td>none</td>
 *     <td>uses TLS for all further requests to this host (RFC 6797)</td></tr>
 * </table>
 */
public final class SecurityHeaders implements Filter {
    private final Headers fields;
    private final Headers fieldsOverTls;

    private SecurityHeaders(Builder builder) {
        Headers.Builder all = Headers.builder()
                .add("X-Content-Type-Options", "nosniff")
                .add("Referrer-Policy", builder.referrerPolicy);
        if (builder.contentSecurityPolicy != null) {
            all.add("Content-Security-Policy", builder.contentSecurityPolicy);
        }
        fields = all.build();
        if (builder.strictTransport != null) {
            all.add("Strict-Transport-Security", "max-age=" + builder.strictTransport.toSeconds());
        }
        fieldsOverTls = all.build();
    }

    /** {@return the filter, with all settings at their defaults} */
    public static SecurityHeaders securityHeaders() {
        return builder().build();
    }

    /** {@return a builder with all settings at their defaults} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        boolean secure = requireNonNull(request, "request").context().isSecure();
        return next.handle(request).map(response -> with(secure ? fieldsOverTls : fields, response));
    }

    private static Response with(Headers fields, Response response) {
        Headers.Builder all = Headers.builder().addAll(response.headers());
        fields.forEach((name, value) -> {
            if (!response.headers().contains(name)) {
                all.add(name, value);
            }
        });
        return response.withHeaders(all.build());
    }

    /** The settings of {@link SecurityHeaders}. */
    public static final class Builder {
        private String referrerPolicy = "same-origin";
        private @Nullable String contentSecurityPolicy;
        private @Nullable Duration strictTransport;

        private Builder() {}

        /**
         * Sets what other sites learn of the page that a user comes from (Referrer Policy §3).
         * @param referrerPolicy default: {@code same-origin}
         * @return this builder
         */
        public Builder referrerPolicy(String referrerPolicy) {
            this.referrerPolicy = requireNonNull(referrerPolicy, "referrerPolicy");
            return this;
        }

        /**
         * Sets what pages may load and run, and who may frame them (CSP Level 3).
         * @param contentSecurityPolicy such as {@code default-src 'self'; frame-ancestors 'none'}; default: no such field
         * @return this builder
         */
        public Builder contentSecurityPolicy(String contentSecurityPolicy) {
            this.contentSecurityPolicy = requireNonNull(contentSecurityPolicy, "contentSecurityPolicy");
            return this;
        }

        /**
         * Sets how long browsers use nothing but TLS with this host. It is sent over TLS only (RFC 6797 §7.2): see {@link
         * RequestContext#isSecure}. It cannot be taken back before the time is over, so begin with minutes.
         * @param strictTransport not negative, whole seconds are sent; zero ends it; default: no such field
         * @return this builder
         */
        public Builder strictTransport(Duration strictTransport) {
            this.strictTransport = Bounds.notNegative("strictTransport", strictTransport);
            return this;
        }

        /** {@return a filter with these settings} The builder can be used again. */
        public SecurityHeaders build() {
            return new SecurityHeaders(this);
        }
    }
}
