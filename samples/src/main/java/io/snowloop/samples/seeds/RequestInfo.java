package io.snowloop.samples.seeds;

import io.snowloop.http.Response;
import java.util.List;
import java.util.function.Consumer;

/**
 * What {@link NoBlockIO} is to fetch, and whom to tell: the article's dictionary, with names that are checked when it is
 * compiled.
 *
 * @param path path and query, beginning with a slash
 * @param callbacks one or several, called in this order
 */
public record RequestInfo(String host, int port, String path, List<Consumer<Response>> callbacks) {
    /** Copies the list. */
    public RequestInfo {
        callbacks = List.copyOf(callbacks);
    }

    @Override
    public String toString() {
        return "GET http://" + host + ":" + port + path;
    }
}
