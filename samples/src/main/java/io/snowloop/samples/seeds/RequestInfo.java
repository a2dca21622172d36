// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.http.Response;
import java.util.List;
import java.util.function.Consumer;

/**
 * A request of {@link NoBlockIO} with its callbacks. In the article this is a dictionary, whose keys no compiler
 * checks.
 *
 * @param path the path and the query; it begins with a slash
 * @param callbacks one or more, called in this order
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
