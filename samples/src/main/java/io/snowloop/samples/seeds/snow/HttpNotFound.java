// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import io.snowloop.http.Status;

/** A 404, returned by views, and by the server if no route matches. In the article it is a text without a status. */
public final class HttpNotFound extends HttpResponse {
    /** A 404 with this text. */
    public HttpNotFound() {
        super(Status.NOT_FOUND, "404 Not Found");
    }
}
