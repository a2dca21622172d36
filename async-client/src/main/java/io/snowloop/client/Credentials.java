// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.function.Supplier;

/**
 * A filter that sends credentials to one origin (RFC 9110 §11.6): the exact scheme, host and port. Requests to other origins stay as they
 * are, and so do requests with an {@code Authorization} of their own.
 *
 * <p>It goes inside of {@link Redirects}: add that first. Then it sees each request of a chain, and a request that was redirected to another
 * origin gets none of it.
 *
 * <p>If a 401 asks for other credentials and there are some, the request is sent again. Its body must be one that can be sent again: with
 * a stream the fetch fails with an {@link java.io.IOException}, unless it was collected before. Any other 401 is a response as all others.
 *
 * <p>A filter belongs to the loop of its fetcher. Its text shows no credentials.
 */
public final class Credentials implements Filter {
    private final String scheme;
    private final Origin origin;
    private final Authorizer authorizer;

    private Credentials(String scheme, String url, Authorizer authorizer) {
        this.scheme = scheme;
        this.origin = Target.of(url).origin();
        this.authorizer = authorizer;
    }

    /**
     * Sends a name and a password with each request (Basic, RFC 7617), in UTF-8. Who sees the request knows them, so the origin should
     * be an {@code https://} one.
     *
     * @param origin an absolute URL; its path does not matter
     * @param user without a colon or a control character
     * @param password without a control character
     * @return the filter
     * @throws IllegalArgumentException if the URL is not valid, or a character is not allowed
     */
    public static Credentials basic(String origin, String user, String password) {
        requireNonNull(origin, "origin");
        return new Credentials(
                "Basic", origin, Authorizer.basic(requireNonNull(user, "user"), requireNonNull(password, "password")));
    }

    /**
     * Proves that it knows a password, and does not send it (Digest, RFC 7616). The first request is refused, for its challenge; later ones
     * answer that challenge at once, until its nonce is stale. Of several challenges, SHA-256 is chosen before MD5. A challenge
     * without {@code qop=auth} is not answered.
     *
     * @param origin an absolute URL; its path does not matter
     * @param user without a control character
     * @param password without a control character
     * @return the filter
     * @throws IllegalArgumentException if the URL is not valid, or a character is not allowed
     */
    public static Credentials digest(String origin, String user, String password) {
        requireNonNull(origin, "origin");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        return new Credentials("Digest", origin, Authorizer.of(Authorizer.answers(user, password, false)));
    }

    /**
     * Sends a token with each request (Bearer, RFC 6750). The token is asked for before the first request. It is asked for again
     * after a 401, once for all requests that had the same one, and each of them is sent once more.
     *
     * @param origin an absolute URL; its path does not matter
     * @param tokens called on the loop's thread; must not block. Its future may complete on any thread. If it fails, so do the fetches that
     *     wait for it, and the next one asks again.
     * @return the filter
     * @throws IllegalArgumentException if the URL is not valid
     */
    public static Credentials bearer(String origin, Supplier<Future<String>> tokens) {
        requireNonNull(origin, "origin");
        return new Credentials("Bearer", origin, new BearerTokens(requireNonNull(tokens, "tokens")));
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(next, "next");
        Target target = Target.of(requireNonNull(request, "request").target());
        return target.origin().equals(origin)
                ? CredentialsField.ORIGIN.send(request, target.path(), authorizer, next)
                : next.handle(request);
    }

    @Override
    public String toString() {
        return "Credentials[" + scheme + " for " + origin + "]";
    }
}
