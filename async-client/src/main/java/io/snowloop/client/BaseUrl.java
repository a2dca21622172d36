// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.Printable;
import java.util.Objects;

/**
 * A filter that resolves the targets of requests against a URL, as a link on a page is (RFC 3986 §5): with the base {@code
 * https://api.example/v1/}, {@code notes/7} is {@code https://api.example/v1/notes/7}, and {@code /status} is {@code
 * https://api.example/status}. An absolute target stays as it is. Add it as the first filter.
 */
public final class BaseUrl implements Filter {
    private final String base;

    private BaseUrl(String base) {
        this.base = base;
    }

    /**
     * {@return a filter that resolves targets against this URL}
     * @param base absolute, {@code http://} or {@code https://}; its path ends with a slash, as what follows the last slash takes no part
     * @throws IllegalArgumentException if it is something else
     */
    public static BaseUrl baseUrl(String base) {
        Target target = Target.of(Objects.requireNonNull(base, "base"));
        if (!target.path().endsWith("/") || target.path().indexOf('?') >= 0) {
            throw new IllegalArgumentException("a base URL ends with a slash, and has no query: " + Printable.of(base)
                    + "; else a target would take the place of what follows its last slash (RFC 3986 §5.2.3)");
        }
        return new BaseUrl(base);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(next, "next");
        return next.handle(request.withTarget(Reference.parse(request.target()).resolve(base)));
    }

    @Override
    public String toString() {
        return "BaseUrl[" + base + "]";
    }
}
