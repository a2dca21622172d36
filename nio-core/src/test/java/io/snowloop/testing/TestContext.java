// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.Version;
import java.net.SocketAddress;

/** What a server would know of a request: from where it came, and whether over TLS. The server never drains. */
public record TestContext(SocketAddress remoteAddress, boolean isSecure) implements RequestContext {
    /** A request for {@code /} that came so. */
    public Request get() {
        return Request.received(Method.GET, "/", Version.HTTP_1_1, Headers.empty(), Body.EMPTY, this);
    }

    @Override
    public Future<Void> draining() {
        return NONE.draining();
    }

    @Override
    public Future<Response> orRefusal(Future<Response> answer) {
        return answer;
    }
}
