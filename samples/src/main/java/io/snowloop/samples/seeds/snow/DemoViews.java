package io.snowloop.samples.seeds.snow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The views of {@link Snow#main}: one that answers at once, one that waits for a time, and two that share a future. */
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

    /** Made by whoever comes first, the one who waits or the one who tells. */
    private Future news() {
        if (news == null) {
            news = new Future((request, future) -> new HttpResponse("the news: " + future.value()));
        }
        return news;
    }
}
