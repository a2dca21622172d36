// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.proxy;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Arguments;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.websocket.OpeningHandshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A handler that passes requests on to backends, and their responses back: bodies and WebSockets as they come, both ways. */
// region proxy
public final class ReverseProxy implements Handler {
    /** What concerns one connection only, besides the fields that {@code Connection} names (RFC 9110 §7.6.1). */
    private static final List<String> HOP_BY_HOP =
            List.of("Connection", "Keep-Alive", "Proxy-Connection", "TE", "Transfer-Encoding", "Upgrade");

    private final Fetcher fetcher;
    private final Backends backends;

    ReverseProxy(Fetcher fetcher, Backends backends) {
        this.fetcher = fetcher;
        this.backends = backends;
    }

    // region run
    public static void main(String... args) throws IOException {
        List<String> urls = Arguments.urls(Arrays.copyOfRange(args, 1, args.length));
        try (EventLoop loop = EventLoop.open();
                Fetcher fetcher = Fetcher.on(loop, options())) {
            ReverseProxy proxy = new ReverseProxy(fetcher, new Backends(urls, loop.ticker()));
            Snow app = new Snow().filter(accessLog()).mount("/", proxy);
            Server.of(app).on(loop).run("127.0.0.1", Integer.parseInt(args[0]));
        }
    }

    static FetcherOptions options() {
        Timeouts timeouts = Timeouts.builder()
                .connect(ofSeconds(5))
                .read(ofSeconds(30)) // and a response may go on for as long as it likes
                .total(ofDays(1))
                .build();
        return FetcherOptions.builder()
                .timeouts(timeouts)
                .maxPerOrigin(10_000) // a stream has its connection for as long as it lasts
                .maxConnections(10_000)
                .build();
    }
    // endregion

    // region handle
    @Override
    public Future<Response> handle(Request request) {
        Headers headers = forwarded(request);
        return backends.first(backend -> {
                    Request sent = request.withTarget(backend + asSent(request)).withHeaders(headers);
                    return OpeningHandshake.isWanted(request.headers())
                            ? WebSocketRelay.open(fetcher, sent, request)
                            : fetcher.handle(sent).map(ReverseProxy::back);
                })
                .recoverWith(error -> Future.failed(inWords(error)));
    }
    // endregion

    // region target
    /**
     * Path and query as the client has sent them (RFC 9110 §7.7): for a backend, {@code //a} may be another resource than
     * {@code /a}. A proxy with access rules passes on {@code request.target()}, the form that its rules compare: for some
     * backends {@code /admin//../x} is below {@code /admin}, and for others {@code /x}.
     */
    private static String asSent(Request request) {
        Request original = request.withTarget(request.originalTarget()); // mount("/", ...) has changed the target
        int query = original.target().indexOf('?');
        return original.rawPath() + (query < 0 ? "" : original.target().substring(query));
    }
    // endregion

    // region forwarded
    private static Headers forwarded(Request request) {
        String client = request.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
        String node = client.contains(":") ? "\"[" + client + "]\"" : client; // RFC 7239 §6
        String scheme = request.context().isSecure() ? "https" : "http";
        String host = Objects.requireNonNullElse(request.header("Host"), "");
        return endToEnd(request.headers())
                .without("Expect") // the server has answered it when the body is read
                .plus("Forwarded", "for=" + node + ";proto=" + scheme + ";host=\"" + host + "\"")
                .plus("X-Forwarded-For", client)
                .plus("X-Forwarded-Proto", scheme)
                .plus("X-Forwarded-Host", host)
                .plus("Via", via(request.version()));
    }
    // endregion

    private static Response back(Response response) {
        return response.withHeaders(endToEnd(response.headers()).plus("Via", via(response.version())));
    }

    private static String via(Version version) {
        return version.toString().substring("HTTP/".length()) + " snowloop";
    }

    // region end-to-end
    private static Headers endToEnd(Headers headers) {
        Set<String> hop = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        hop.addAll(HOP_BY_HOP);
        headers.all("Connection")
                .forEach(value -> Stream.of(value.split(",")).map(String::strip).forEach(hop::add));
        hop.remove("Host"); // a client that names it would have the host of the backend's address
        Headers.Builder rest = Headers.builder();
        headers.forEach((name, value) -> {
            if (!hop.contains(name)) {
                rest.add(name, value);
            }
        });
        return rest.build();
    }
    // endregion

    /** RFC 9110 §15.6.3, §15.6.5. What has another reason, such as a client that has left, stays as it is. */
    private static Throwable inWords(Throwable error) {
        if (error instanceof SocketTimeoutException) {
            return new HttpException(Status.GATEWAY_TIMEOUT, "the backend has not answered in time", error);
        }
        return error instanceof IOException
                ? new HttpException(
                        Status.BAD_GATEWAY, "the backend cannot be reached, or its answer is no HTTP", error)
                : error;
    }
}
// endregion
