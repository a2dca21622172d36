// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import static io.snowloop.server.Snow.blocking;

import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import io.snowloop.server.View;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The three apps that are compared. Beside each a heartbeat runs on the same loop. */
enum Phase {
    HEALTHY("A view that answers at once"),
    BLOCKED("A view that blocks for 150 ms"),
    HANDED_OVER("That view in blocking(...)");

    /** For how long the view blocks: it stands for a query, a large file, a computation. */
    static final Duration WORK = Duration.ofMillis(150);

    /** The period of the heartbeat. */
    static final Duration BEAT = Duration.ofMillis(50);

    private final String title;

    Phase(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    // region app
    /**
     * The app of this phase.
     *
     * @param report a view that blocks its thread
     * @param threads those of {@code blocking}
     */
    Snow app(View report, Executor threads) {
        return switch (this) {
            case HEALTHY -> new Snow().get("/report", request -> Response.text("ready"));
            case BLOCKED -> new Snow().get("/report", report);
            case HANDED_OVER -> new Snow().get("/report", blocking(report, threads));
        };
    }
    // endregion
}
