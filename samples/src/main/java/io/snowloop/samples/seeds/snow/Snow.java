// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Arguments;
import io.snowloop.samples.seeds.Journal;
import io.snowloop.server.Server;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The web framework of the second article: a list of (regex, view), and {@code run}.
 *
 * <pre>{@code
 * Snow app = new Snow(List.of(
 *         new Route("/home/", request -> new HttpResponse("home")),
 *         new Route("/async/", request -> new TimeoutFuture(5))));
 * app.run(8012);
 * }</pre>
 *
 * <p>It is an adapter of the real {@link io.snowloop.server.Snow}: it converts the article's request, response and
 * future. It is a {@link Handler}, so it is tested by calling it.
 */
public final class Snow implements Handler {
    private static final String EXPLANATION = """
            Server and client share the thread.
            /async/ got a 503: its view returns a TimeoutFuture of 0.5 s, and no code sets
            its result. In the article, the connection is closed without a response.
            /wait/ was answered when the view of /tell/ set the result of their future.
            One after the other, /tell/ would never be sent: /wait/ would wait for it.""";

    private final io.snowloop.server.Snow app = new io.snowloop.server.Snow();

    // region calls
    /** An app with these routes. If several match, the first one is used. */
    public Snow(List<Route> routes) {
        for (Route route : routes) {
            String fromTheBeginning = "(?:" + route.regex() + ").*"; // as re.match does it
            app.regex(fromTheBeginning, (request, loop) -> answer(route.view(), new HttpRequest(request)));
        }
    }

    private static io.snowloop.future.Future<Response> answer(View view, HttpRequest request) throws Exception {
        Answer answer = view.view(request);
        if (answer instanceof Future future) {
            return future.respondTo(request).map(HttpResponse::response);
        }
        if (answer instanceof HttpResponse response) {
            return io.snowloop.future.Future.completed(response.response());
        }
        throw new IllegalStateException("the view returned null: it must return an HttpResponse or a Future");
    }
    // endregion

    @Override
    public io.snowloop.future.Future<Response> handle(Request request) {
        return app.handle(request);
    }

    /** Serves on 127.0.0.1, port 9999, on the calling thread, until it is interrupted. */
    public void run() throws IOException {
        run(9999);
    }

    /** Serves on 127.0.0.1, on the calling thread, until it is interrupted. */
    public void run(int port) throws IOException {
        run("127.0.0.1", port);
    }

    /** Serves on the calling thread, until it is interrupted. */
    public void run(String host, int port) throws IOException {
        app.run(host, port);
    }

    /** Serves a few views on the given port. Without a port, serves on an ephemeral one and requests them itself. */
    public static void main(String[] args) throws IOException {
        Snow app = new DemoViews().app();
        if (args.length > 0) {
            app.run(new Arguments.Port().convert(args[0]));
            return;
        }
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(app).on(loop).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.on(loop)) {
            Journal journal = new Journal(System.out);
            for (String path : List.of("/async/", "/wait/", "/home/", "/nowhere/", "/tell/")) {
                Consumer<Object> came = journal.sent("GET " + path);
                fetcher.fetch(Request.get(server.url(path)))
                        .onComplete((response, error) -> came.accept(response == null ? error : response.text()));
            }
            fetcher.run();
            journal.end(EXPLANATION);
        }
    }
}
