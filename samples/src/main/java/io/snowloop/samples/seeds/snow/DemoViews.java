// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The views of {@link Snow#main}: one answers at once, one after a time, and two share a future. */
final class DemoViews {
    private @Nullable Future news;

    Snow app() {
        return new Snow(List.of(
                new Route("/home/", request -> new HttpResponse("home")),
                new Route("/async/", request -> new TimeoutFuture(0.5)),
                new Route("/wait/", request -> news()),
                new Route("/tell/", this::tell)));
    }

    private HttpResponse tell(HttpRequest request) {
        news().setResult("snow is falling");
        return new HttpResponse("told");
    }

    /** The shared future. The first request that needs it creates it. */
    private Future news() {
        if (news == null) {
            news = new Future((request, future) -> new HttpResponse("the news: " + future.value()));
        }
        return news;
    }
}
