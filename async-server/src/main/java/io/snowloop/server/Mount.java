package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;

/** A handler for the paths below a prefix. It gets its requests without the prefix: below {@code /api}, {@code /users}. */
final class Mount implements Handler {
    private final int segments;
    private final Handler handler;

    Mount(String prefix, Handler handler) {
        this.segments = (int) prefix.chars().filter(c -> c == '/').count();
        this.handler = handler;
    }

    /** What is below the prefix stays encoded as it was sent, so that a proxy can pass it on. */
    @Override
    public Future<Response> handle(Request request) {
        return handler.handle(request.withTarget(below(request.encodedPath()) + query(request.target())));
    }

    /** Counts slashes, because the prefix may be sent in another encoding than it is written in the app. */
    private String below(String path) {
        int slash = 0;
        for (int i = 0; i < segments && slash >= 0; i++) {
            slash = path.indexOf('/', slash + 1);
        }
        return slash < 0 ? "/" : path.substring(slash);
    }

    private static String query(String target) {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question);
    }
}
