// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.IOException;
import java.util.List;

/** The field for credentials, to the origin or to a proxy, with what belongs to it (RFC 9110 §11.6, §11.7). */
enum CredentialsField {
    ORIGIN(401, "WWW-Authenticate", "Authorization"),
    PROXY(407, "Proxy-Authenticate", "Proxy-Authorization");

    /** The status that asks for the field. */
    private final int refusal;

    private final String challenges;
    private final String credentials;

    CredentialsField(int refusal, String challenges, String credentials) {
        this.refusal = refusal;
        this.challenges = challenges;
        this.credentials = credentials;
    }

    /** The name of the field. */
    String credentials() {
        return credentials;
    }

    /**
     * Sends a request with credentials; again if they are refused and there are others. A request with credentials of its own stays
     * as it is.
     *
     * @param uri the target in its request line
     */
    Future<Response> send(Request request, String uri, Authorizer authorizer, Handler next) {
        return request.headers().contains(credentials)
                ? next.handle(request)
                : attempt(request, uri, authorizer, next, 0);
    }

    private Future<Response> attempt(Request request, String uri, Authorizer authorizer, Handler next, int attempt) {
        return authorizer.authorize(request.method().name(), uri).flatMap(value -> {
            Request sent = value == null ? request : request.withHeader(credentials, value);
            return next.handle(sent).flatMap(response -> {
                List<String> asked = response.headers().all(challenges);
                if (response.status().code() != refusal || !authorizer.challenged(asked, value, attempt)) {
                    return Future.completed(response);
                }
                if (!Exchange.isRepeatable(request.body())) {
                    response.cancel();
                    return Future.failed(
                            new IOException(
                                    request + " was refused with " + response.status()
                                            + " and cannot be sent again with other credentials: its body was a stream, and is used up"));
                }
                return UnwantedBody.receive(response)
                        .flatMap(discarded -> attempt(request, uri, authorizer, next, attempt + 1));
            });
        });
    }
}
