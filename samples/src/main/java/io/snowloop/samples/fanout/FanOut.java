// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fanout;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static java.time.Duration.ofMillis;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.Jackson;
import io.snowloop.server.AsyncView;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.input.Input;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.ObjectMapper;

/** A view that asks all shops for a price, at once, and answers with what has come until the deadline. */
public final class FanOut implements AsyncView {
    static final Input<Integer> WITHIN = Input.query("within")
            .asInt()
            .that("from 1 to 10000", millis -> millis >= 1 && millis <= 10_000)
            .orElse(200);
    private static final JsonMapper JSON = new Jackson(new ObjectMapper());

    private final Fetcher fetcher;

    /** The URL of each, by its name. */
    private final Map<String, String> shops;

    FanOut(Fetcher fetcher, Map<String, String> shops) {
        this.fetcher = fetcher;
        this.shops = shops;
    }

    /** The answer. */
    record Prices(Map<String, String> prices, List<String> missing) {}

    // region fan-out
    @Override
    public Future<Response> view(Request request, Scheduler loop) {
        List<Future<Response>> asked = new ArrayList<>();
        shops.values().forEach(url -> asked.add(fetcher.fetch(url).timeout(ofMillis(WITHIN.read(request)))));
        return Future.allSettled(loop, asked).map(answers -> Response.json(prices(answers), JSON));
    }

    private Prices prices(List<Completed<Response>> answers) {
        Prices prices = new Prices(new LinkedHashMap<>(), new ArrayList<>());
        int i = 0;
        for (String shop : shops.keySet()) {
            Response answer = answers.get(i++).value();
            if (answer != null && answer.status().equals(Status.OK)) {
                prices.prices().put(shop, answer.text());
            } else {
                prices.missing().add(shop); // it was too late, and is told to stop; or it has failed
            }
        }
        return prices;
    }
    // endregion

    public static void main(String... args) throws IOException {
        int port = args.length == 0 ? 8017 : Integer.parseInt(args[0]);
        try (EventLoop loop = EventLoop.open();
                Server market = Server.of(shop()).on(loop).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.on(loop)) {
            Map<String, String> shops = new LinkedHashMap<>();
            List.of("north", "east", "south", "west").forEach(name -> shops.put(name, market.url("/" + name)));
            Snow app = new Snow()
                    .filter(accessLog())
                    .get("/prices", new FanOut(fetcher, shops))
                    .takes(WITHIN);
            Server.of(app).on(loop).run("127.0.0.1", port);
        }
    }

    /** Shops that take up to 400 ms. */
    private static Snow shop() {
        return new Snow().get("/{shop}", (request, loop) -> {
            int price = ThreadLocalRandom.current().nextInt(30, 50);
            return loop.sleep(ofMillis(ThreadLocalRandom.current().nextInt(400)))
                    .map(slept -> Response.text(Integer.toString(price)));
        });
    }
}
