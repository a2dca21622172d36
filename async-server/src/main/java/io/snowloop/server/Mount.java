// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A handler for the paths below a prefix. It gets its requests without the prefix: below {@code /api}, {@code /users}. */
final class Mount implements Handler {
    /** What its route has behind the prefix. A parameter of the prefix cannot have this name. */
    static final String REST = "/{below:path}";

    private static final String BELOW = "below";

    private final String prefix;
    private final int segments;
    private final Handler handler;

    Mount(String prefix, Handler handler) {
        this.prefix = prefix;
        this.segments = (int) prefix.chars().filter(c -> c == '/').count();
        this.handler = handler;
    }

    Handler handler() {
        return handler;
    }

    /**
     * What is below the prefix stays encoded as it was sent, so that a proxy can pass it on. The parameters of the prefix
     * stay, too; the one for what is below it is none of the handler's.
     */
    @Override
    public Future<Response> handle(Request request) {
        Map<String, String> parameters = new HashMap<>(request.pathParameters());
        parameters.remove(BELOW);
        return handler.handle(request.withTarget(below(request.encodedPath()) + query(request.target()))
                .withPathParameters(parameters));
    }

    /** Counts slashes, because the prefix may be sent in another encoding than it is written in the app. */
    private String below(String path) {
        int slash = 0;
        for (int i = 0; i < segments && slash >= 0; i++) {
            slash = path.indexOf('/', slash + 1);
        }
        return slash < 0 ? "/" : path.substring(slash);
    }

    /** The routes of the app that is mounted; for another handler, the route itself. The one of the prefix alone is not listed. */
    Stream<Route> routes(Route mounted) {
        if (!mounted.pattern().endsWith(REST)) {
            return Stream.empty();
        }
        return handler instanceof Snow app
                ? app.routes().stream().map(route -> route.below(prefix))
                : Stream.of(mounted);
    }

    private static String query(String target) {
        int question = target.indexOf('?');
        return question == -1 ? "" : target.substring(question);
    }
}
