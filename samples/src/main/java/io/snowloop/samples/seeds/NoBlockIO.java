// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client of the first article: many requests at once, whose callbacks run in the order in which responses complete.
 *
 * <pre>{@code
 * NoBlockIO io = new NoBlockIO();
 * io.addRequest("127.0.0.1", 8012, "/home/", response -> System.out.println(response.text()));
 * io.addRequest("127.0.0.1", 8012, "/logo", NoBlockIO.saveTo(Path.of("logo.png")), response -> System.out.println("saved"));
 * io.run(); // ends when both are done
 * }</pre>
 *
 * <p>It uses {@link Connector}, {@link Transport} and a {@link GetProtocol}. As in the article, one object has the
 * socket and the request; the loop selects. Two parts that the article leaves for later are done here: the response has
 * its head and its body separate, and {@link #saveTo} writes a body to a file.
 */
public final class NoBlockIO implements AutoCloseable {
    private final EventLoop loop;
    private final Connector connector;
    private final Duration limit;
    private BiConsumer<RequestInfo, Throwable> failed;
    private int unfinished;

    /** A client without requests. The time limit of each is 30 seconds. */
    public NoBlockIO() {
        this(openLoop(), Connector.DEFAULT, Duration.ofSeconds(30));
    }

    /**
     * A client with this loop, connector and time limit.
     *
     * @param limit the time limit of each request, from its start to the last byte of the response
     */
    public NoBlockIO(EventLoop loop, Connector connector, Duration limit) {
        this.loop = loop;
        this.connector = connector;
        this.limit = limit;
        this.failed = (info, error) -> loop.reactor().report(error, info);
    }

    private static EventLoop openLoop() {
        try {
            return EventLoop.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open an event loop", e);
        }
    }

    // region calls
    /** Adds a request. Each of the callbacks gets its response, in their order. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final void addRequest(String host, int port, String path, Consumer<Response>... callbacks) {
        addRequest(new RequestInfo(host, port, path, List.of(callbacks)));
    }

    /** Adds a request. */
    public void addRequest(RequestInfo info) {
        unfinished++;
        Future<Response> response = start(info).timeout(limit);
        for (Consumer<Response> callback : info.callbacks()) {
            response.onComplete((value, error) -> {
                if (value != null) {
                    callback.accept(value);
                }
            });
        }
        response.onComplete((value, error) -> finished(info, error));
    }

    /** Runs the loop until all requests are done, including those that callbacks add meanwhile. */
    public void run() {
        loop.runWhile(() -> unfinished > 0 || loop.timeToWait() == 0);
    }
    // endregion

    private Future<Response> start(RequestInfo info) {
        Promise<Response> promise = loop.newPromise();
        GetProtocol protocol = new GetProtocol(info, promise);
        InetSocketAddress address = InetSocketAddress.createUnresolved(info.host(), info.port());
        Future<Transport> connecting = connector.connect(loop, address, limit, protocol);
        connecting.onComplete((transport, error) -> {
            if (error != null) {
                promise.fail(error);
            }
        });
        return promise.onCancel(() -> {
            connecting.cancel();
            protocol.close();
        });
    }

    private void finished(RequestInfo info, @Nullable Throwable error) {
        unfinished--;
        if (error != null) {
            failed.accept(info, error);
        }
    }

    /** Sets the handler of failed requests; other requests go on. The default logs the error. */
    public void onError(BiConsumer<RequestInfo, Throwable> failed) {
        this.failed = failed;
    }

    /** A callback that saves the body to a file. */
    public static Consumer<Response> saveTo(Path file) {
        return response -> {
            try {
                Files.write(file, response.bytes());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        };
    }

    /** Closes the loop and all its connections. */
    @Override
    public void close() {
        loop.close();
    }

    /** Requests three pages of a local server. The slowest is requested first and answered last. */
    public static void main(String[] args) throws IOException {
        try (LocalSite site = LocalSite.start();
                NoBlockIO io = new NoBlockIO()) {
            Journal.compare(
                    System.out,
                    List.of("/slow/300", "/slow/100", "/"),
                    (path, came) -> io.addRequest(
                            site.host(),
                            site.port(),
                            path,
                            response -> came.accept(response.status() + ", " + response.text())),
                    io::run);
        }
    }
}
