// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.issues;

import io.snowloop.http.JsonException;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.MediaType;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the API says was wrong with a request (RFC 9457, {@code application/problem+json}). */
final class ProblemException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final MediaType PROBLEM = MediaType.of("application", "problem+json");

    private final int status;

    /** The members of a problem that a reader wants. All of them may be missing (§3.1). */
    private record Problem(@Nullable String title, @Nullable String detail) {}

    private ProblemException(Status status, @Nullable String detail) {
        super(detail == null ? status.toString() : status + ": " + detail);
        this.status = status.code();
    }

    /** The problem of a response; without one, its status is all that is known. */
    static ProblemException of(Response response, JsonMapper json) {
        String type = response.header("Content-Type");
        MediaType media = type == null ? null : MediaType.parse(type);
        if (media == null || !media.matches(PROBLEM)) {
            return new ProblemException(response.status(), null);
        }
        try {
            Problem problem = response.fromJson(Problem.class, json);
            return new ProblemException(response.status(), problem.detail != null ? problem.detail : problem.title);
        } catch (JsonException e) {
            return new ProblemException(response.status(), null);
        }
    }

    Status status() {
        return Status.of(status);
    }
}
