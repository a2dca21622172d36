// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Many fetches at once on a network on which things go wrong. */
class WeatherTest {
    private static final Timeouts TIMEOUTS = Timeouts.builder()
            .connect(Duration.ofMinutes(10))
            .read(Duration.ofMinutes(10))
            .total(Duration.ofHours(2))
            .build();
    private static final FetcherOptions OPTIONS = FetcherOptions.builder()
            .timeouts(TIMEOUTS)
            .maxPerOrigin(3)
            .maxConnections(4)
            .build();

    /** An answer in one of the ways to frame a body, whose content follows from the path. */
    private static String answer(String head, Random random) {
        String path = head.substring(head.indexOf('/'), head.indexOf(" HTTP"));
        String body = path.repeat(1 + path.hashCode() % 60);
        return switch (random.nextInt(4)) {
            case 0 -> "HTTP/1.1 103 Early Hints\n\nHTTP/1.1 200 OK\nContent-Length: " + body.length() + "\n\n" + body;
            case 1 ->
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + Integer.toHexString(body.length()) + "\n" + body
                        + "\n0\nT: railer\n\n";
            case 2 -> "HTTP/1.1 200 OK\nConnection: close\nContent-Length: " + body.length() + "\n\n" + body;
            default -> "HTTP/1.1 200 OK\nContent-Length: " + body.length() + "\n\n" + body;
        };
    }

    private static String expected(String path) {
        return path.repeat(1 + path.hashCode() % 60);
    }

    @Seeds(40)
    void everyFetchGetsItsOwnAnswerWhateverTheNetworkDoes(Simulation simulation) {
        simulation.network().faults(Faults.benign(simulation.random()));
        try (Scene scene = new Scene(simulation, OPTIONS)) {
            scene.listen(81);
            scene.answers = head -> answer(head, simulation.random());
            List<Future<Response>> fetches = new ArrayList<>();
            List<String> paths = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                paths.add("/" + (char) ('a' + i % 26) + i);
                fetches.add(scene.fetcher.fetch(Request.get("http://10.0.0.1:" + (80 + i % 2) + paths.get(i))));
            }
            simulation.runUntil(
                    () -> scene.fetcher.inFlight() == 0 && fetches.stream().allMatch(Future::isDone));
            for (int i = 0; i < fetches.size(); i++) {
                assertThat(fetches.get(i).resultNow().text()).isEqualTo(expected(paths.get(i)));
            }
            assertThat(scene.fetcher.connections()).isLessThanOrEqualTo(4);
            simulation.network().faults(Faults.NONE);
        }
    }

    @Seeds(40)
    void everyFetchEndsAndNothingIsLeftWhenConnectionsBreak(Simulation simulation) {
        Random random = simulation.random();
        simulation
                .network()
                .faults(Faults.benign(random).resets(random.nextDouble() / 50).refusals(random.nextDouble() / 5));
        try (Scene scene = new Scene(simulation, OPTIONS)) {
            scene.answers = head -> random.nextInt(10) == 0 ? null : answer(head, random);
            List<Future<Response>> fetches = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String url = Scene.URL + "a" + i;
                Request request =
                        i % 3 == 0 ? Request.put(url, Body.of(new byte[random.nextInt(5_000)])) : Request.get(url);
                Future<Response> fetch =
                        scene.fetcher.fetch(i % 3 == 0 ? request.withMethod(request.method()) : request);
                fetches.add(fetch);
                if (random.nextInt(4) == 0) {
                    scene.loop.schedule(Duration.ofMillis(random.nextInt(500)), fetch::cancel);
                }
            }
            simulation.runUntil(
                    () -> scene.fetcher.inFlight() == 0 && fetches.stream().allMatch(Future::isDone));
            for (int i = 0; i < fetches.size(); i++) {
                if (i % 3 != 0 && !fetches.get(i).isFailed()) {
                    assertThat(fetches.get(i).resultNow().text()).isEqualTo(expected("/a" + i));
                }
            }
            scene.pass(Duration.ofSeconds(1)); // until the last timer of the test is over
            simulation.network().faults(Faults.NONE);
        }
    }
}
