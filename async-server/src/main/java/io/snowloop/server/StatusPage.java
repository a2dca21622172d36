// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Response;
import io.snowloop.http.Status;

/** A plain response that says no more than its status. */
final class StatusPage {
    private StatusPage() {}

    /** With the status as its text: {@code 404 Not Found}. */
    static Response of(Status status) {
        return of(status, status.toString());
    }

    static Response of(Status status, String text) {
        return Response.text(text).withStatus(status);
    }
}
