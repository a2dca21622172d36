// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.filter.ForwardedFields.Hop;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Function;

/**
 * A filter for a server behind proxies: the request that its handlers get has the client's address ({@link Request#remoteAddress}), scheme
 * ({@link io.snowloop.http.RequestContext#isSecure}) and {@code Host}, as the proxies tell them, and not those of the last proxy. Add it
 * first.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ForwardedPageTest.java#forwarded -->
 * <pre>{@code
 * AddressRanges proxies = AddressRanges.of("127.0.0.1", "10.0.0.0/8", "unix");
 * Snow app = new Snow()
 *         .filter(xForwarded(proxies)) // first: the filters inside see the client
 *         .filter(accessLog())
 *         .get("/", request -> Response.text("you are " + request.remoteAddress()));
 * }</pre>
 *
 * <p>Each client can send these fields. So they are read only from addresses that are trusted, and from the last hop backwards: the client
 * is the first one, in this order, that is not trusted. What it says itself counts for nothing. If that hop has no address, because its
 * proxy hides it, the address is null.
 */
public final class Forwarded implements Filter {
    private final AddressRanges trusted;
    private final Function<Request, List<Hop>> fields;

    private Forwarded(AddressRanges trusted, Function<Request, List<Hop>> fields) {
        this.trusted = requireNonNull(trusted, "trusted");
        this.fields = fields;
    }

    /**
     * {@return a filter that reads {@code Forwarded} (RFC 7239)}
     * @param trusted the addresses of the proxies, all of which set this field or add to it
     */
    public static Forwarded forwarded(AddressRanges trusted) {
        return new Forwarded(trusted, ForwardedFields::standard);
    }

    /**
     * {@return a filter that reads {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}}
     * @param trusted the addresses of the proxies, all of which add to the first and set the others. One that passes on what a client
     *     has sent in one of them lets the client choose
     */
    public static Forwarded xForwarded(AddressRanges trusted) {
        return new Forwarded(trusted, ForwardedFields::unofficial);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        SocketAddress sender = requireNonNull(request, "request").remoteAddress();
        if (!trusted.contains(sender)) {
            return next.handle(request);
        }
        List<Hop> hops = fields.apply(request);
        int last = hops.size() - 1;
        while (last > 0 && trusted.contains(hops.get(last).client())) {
            last--;
        }
        return next.handle(last < 0 ? request : withClient(request, hops.get(last)));
    }

    private static Request withClient(Request request, Hop hop) {
        Request seen = hop.host() == null ? request : request.withHeader("Host", hop.host());
        boolean secure = hop.secure() == null ? request.context().isSecure() : hop.secure();
        return seen.withContext(new ForwardedContext(request.context(), hop.client(), secure));
    }
}
