package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;

/** A handler below a prefix, which it doesn't see: mounted on {@code /api}, it is asked for {@code /users}. */
final class Mount implements Handler {
    private final int segments;
    private final Handler handler;

    Mount(String prefix, Handler handler) {
        this.segments = (int) prefix.chars().filter(c -> c == '/').count();
        this.handler = handler;
    }

    @Override
    public Future<Response> handle(Request request) {
        return handler.handle(request.withTarget(below(request.path()) + query(request.target())));
    }

    /** Counts slashes, as the prefix may have been sent with other characters encoded than it is written with. */
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
