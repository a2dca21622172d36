// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Readiness;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.util.Locale;
import java.util.function.Function;

/**
 * A handler for the health checks of load balancers and orchestrators: 200 with {@code ready}, or 503 with {@code draining} or
 * {@code overloaded}. That there is an answer at all shows that the process is alive, and that its loop turns.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/HealthPageTest.java#health -->
 * <pre>{@code
 * Snow app = new Snow().get("/", request -> Response.text("home")).get("/health", health());
 * }</pre>
 *
 * <p>A server is overloaded if it has {@link ServerOptions#maxConnections} connections, or keeps so much in memory that it refuses
 * large answers ({@link ServerOptions#maxMemory}).
 */
public final class Health implements Handler {
    private final Function<Request, Future<Readiness>> readiness;

    private Health(Function<Request, Future<Readiness>> readiness) {
        this.readiness = readiness;
    }

    /** {@return the health of the server that gets the request} A request that no server has received is told {@code ready}. */
    public static Health health() {
        return new Health(request -> Future.completed(request.context().readiness()));
    }

    /**
     * {@return the health of another server, for a port that only operators reach} It still answers when that server listens no
     * more. It waits for each loop of that server: while one hangs, there is no answer.
     * @param server asked at each request; it may belong to other loops
     */
    public static Health of(Server server) {
        requireNonNull(server, "server");
        return new Health(request -> server.turned().map(turned -> server.readiness()));
    }

    @Override
    public Future<Response> handle(Request request) {
        return readiness.apply(requireNonNull(request, "request")).map(Health::answer);
    }

    private static Response answer(Readiness now) {
        return Response.text(now.name().toLowerCase(Locale.ROOT) + "\n")
                .withStatus(now == Readiness.READY ? Status.OK : Status.SERVICE_UNAVAILABLE)
                .withHeader("Cache-Control", "no-store");
    }
}
