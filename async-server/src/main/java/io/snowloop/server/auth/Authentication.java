// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.auth;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Attribute;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import io.snowloop.server.filter.AccessLog;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A filter that lets only requests through whose sender it knows, and tells their handlers who that is. Other requests are answered with 401
 * and a challenge (RFC 9110 §11.6.1), through the app's {@link io.snowloop.server.ErrorMapper}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/AuthenticationPageTest.java#basic -->
 * <pre>{@code
 * Authentication<User> login = Authentication.basic("notes", (name, password) -> {
 *     Secret secret = passwords.get(name);
 *     boolean right = secret != null && secret.matches(password);
 *     return Future.completed(right ? new User(name, name.equals("holle")) : null);
 * });
 * Snow app = new Snow()
 *         .filter(login)
 *         .get(
 *                 "/",
 *                 request -> Response.text(
 *                         "hello, " + login.principal(request).getName()));
 * }</pre>
 *
 * <p>Credentials are sent with each request as they are, so they need TLS. None of them is logged. Any thread may use a filter.
 *
 * @param <P> the type of the senders
 */
public final class Authentication<P extends Principal> implements Filter {
    private final Attribute<P> principal = Attribute.of("principal");
    private final List<Scheme<P>> schemes;

    private Authentication(List<Scheme<P>> schemes) {
        this.schemes = List.copyOf(schemes);
    }

    /**
     * {@return a filter for names and passwords (Basic, RFC 7617)} A browser asks its user for them.
     * @param <P> the type of the senders
     * @param realm what it is for, as browsers show it; without control characters
     * @param check of a name and a password
     */
    public static <P extends Principal> Authentication<P> basic(String realm, PasswordCheck<P> check) {
        requireNonNull(check, "check");
        String challenge = "Basic realm=" + quoted(realm) + ", charset=\"UTF-8\"";
        return of(challenge, request -> {
            String credentials = AuthorizationField.credentials(request, "Basic");
            String[] parts = credentials == null ? null : AuthorizationField.nameAndPassword(credentials);
            return parts == null ? Future.completed(null) : check.check(parts[0], parts[1]);
        });
    }

    /**
     * {@return a filter for tokens (Bearer, RFC 6750)} A token in a URL is not read, because URLs are logged and shared.
     * @param <P> the type of the senders
     * @param realm what it is for; without control characters
     * @param check of a token: completes with the sender, or with null if it is not valid
     */
    public static <P extends Principal> Authentication<P> bearer(
            String realm, Function<String, Future<@Nullable P>> check) {
        requireNonNull(check, "check");
        String challenge = "Bearer realm=" + quoted(realm);
        Authenticator<P> authenticator = request -> {
            String credentials = AuthorizationField.credentials(request, "Bearer");
            String token = credentials == null ? null : AuthorizationField.token(credentials);
            return token == null ? Future.completed(null) : check.apply(token);
        };
        return new Authentication<>(List.of(new Scheme<>(
                authenticator,
                request -> AuthorizationField.credentials(request, "Bearer") == null
                        ? challenge // RFC 6750 §3.1: no error if the client did not know that it needs a token
                        : challenge + ", error=\"invalid_token\"")));
    }

    /**
     * {@return a filter of your own, for keys in a field of your own or client certificates, for instance}
     * @param <P> the type of the senders
     * @param challenge the value of {@code WWW-Authenticate}: a scheme and its parameters, such as {@code ApiKey realm="notes"}
     * @param authenticator called for each request
     */
    public static <P extends Principal> Authentication<P> of(String challenge, Authenticator<P> authenticator) {
        requireNonNull(challenge, "challenge");
        return new Authentication<>(
                List.of(new Scheme<>(requireNonNull(authenticator, "authenticator"), request -> challenge)));
    }

    /**
     * {@return a filter that lets through what this or the other lets through} The challenges of both are sent, this one first.
     * @param other is asked if this does not know the sender
     */
    public Authentication<P> or(Authentication<P> other) {
        List<Scheme<P>> both = new ArrayList<>(schemes);
        both.addAll(requireNonNull(other, "other").schemes);
        return new Authentication<>(both);
    }

    /**
     * {@return the sender of a request}
     * @param request from inside of this filter
     * @throws IllegalStateException if this filter is not around the handler
     */
    public P principal(Request request) {
        P known = requireNonNull(request, "request").attribute(principal);
        if (known == null) {
            throw new IllegalStateException(
                    "the request has not been through this filter: add it to the app, or to the group of"
                            + " the route, before each filter that asks for the principal");
        }
        return known;
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        return ask(0, requireNonNull(request, "request"), requireNonNull(next, "next"));
    }

    private Future<Response> ask(int scheme, Request request, Handler next) {
        if (scheme == schemes.size()) {
            return Future.failed(unauthorized(request));
        }
        Future<@Nullable P> sender = schemes.get(scheme).authenticator.authenticate(request);
        return requireNonNull(sender, "the check returned null: for an unknown sender, give a future of null")
                .flatMap(known ->
                        known == null ? ask(scheme + 1, request, next) : next.handle(withPrincipal(request, known)));
    }

    private Request withPrincipal(Request request, P known) {
        String name = known.getName();
        if (name != null) { // a principal of the app's may have none
            AccessLog.tellUser(request, name);
        }
        return request.withAttribute(principal, known);
    }

    private HttpException unauthorized(Request request) {
        Headers.Builder challenges = Headers.builder();
        schemes.forEach(scheme -> challenges.add("WWW-Authenticate", scheme.challenge.apply(request)));
        return new HttpException(Status.UNAUTHORIZED, challenges.build(), Status.UNAUTHORIZED.toString());
    }

    /** A quoted-string (RFC 9110 §5.6.4). */
    private static String quoted(String realm) {
        if (Grammar.indexOfNonFieldChar(requireNonNull(realm, "realm")) >= 0) {
            throw new IllegalArgumentException(
                    "a realm has no control characters, but this is " + Printable.quote(realm));
        }
        return '"' + realm.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** @param challenge for a request without credentials of this scheme, or with wrong ones */
    private record Scheme<P extends Principal>(Authenticator<P> authenticator, Function<Request, String> challenge) {}
}
