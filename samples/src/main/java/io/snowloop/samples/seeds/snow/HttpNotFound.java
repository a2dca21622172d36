package io.snowloop.samples.seeds.snow;

import io.snowloop.http.Status;

/** What a view answers where there is nothing, and what is answered where no view is. In the article the 404 is only a text. */
public final class HttpNotFound extends HttpResponse {
    /** A 404 with this text. */
    public HttpNotFound() {
        super(Status.NOT_FOUND, "404 Not Found");
    }
}
