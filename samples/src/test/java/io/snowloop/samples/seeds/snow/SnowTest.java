// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.seeds.Printed;
import io.snowloop.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls of the article, with the app and its client on one loop. */
class SnowTest {
    private EventLoop loop;
    private Fetcher fetcher;
    private Server server;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open();
        fetcher = Fetcher.on(loop);
    }

    @AfterEach
    void close() {
        fetcher.close();
        if (server != null) {
            server.close();
        }
        loop.close();
    }

    private void serve(Route... routes) throws IOException {
        server = Server.of(new Snow(List.of(routes))).on(loop).listen("127.0.0.1", 0);
    }

    private Response get(String path) throws Exception {
        return loop.runUntil(fetcher.fetch(Request.get(server.url(path))));
    }

    @Test
    void aViewAnswers() throws Exception {
        serve(new Route("/home/", request -> new HttpResponse("home")));

        Response home = get("/home/");

        assertThat(home.status()).isEqualTo(Status.OK);
        assertThat(home.text()).isEqualTo("home");
    }

    @Test
    void theFirstRouteThatMatchesTheBeginningCounts() throws Exception {
        serve(
                new Route("/home/\\d+", request -> new HttpResponse("a number")),
                new Route("/home/", request -> new HttpResponse("home")),
                new Route("/h", request -> new HttpResponse("something with h")));

        assertThat(get("/home/12/more").text()).isEqualTo("a number");
        assertThat(get("/home/more").text()).isEqualTo("home");
        assertThat(get("/hill").text()).isEqualTo("something with h");
    }

    @Test
    void whereNoRouteMatchesNothingIsFound() throws Exception {
        serve(
                new Route("/home/", request -> new HttpResponse("home")),
                new Route("/user/", request -> new HttpNotFound()));

        assertThat(get("/nowhere/").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("/nowhere/").text()).isEqualTo("404 Not Found");
        assertThat(get("/user/").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("/user/").text()).isEqualTo("404 Not Found");
    }

    @Test
    void aRequestHasMethodUrlProtocolHeadersAndBody() throws Exception {
        List<HttpRequest> seen = new ArrayList<>();
        serve(new Route("/form/", request -> {
            seen.add(request);
            return new HttpResponse("thanks");
        }));

        loop.runUntil(fetcher.fetch(Request.post(server.url("/form/?page=2"), Body.of("name=snow"))
                .withHeader("X-Flakes", "6")
                .plusHeader("x-flakes", "7")));

        HttpRequest request = seen.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.url()).isEqualTo("/form/?page=2");
        assertThat(request.protocol()).isEqualTo("HTTP/1.1");
        assertThat(request.headerDict())
                .containsEntry("Host", "127.0.0.1:" + server.port())
                .containsEntry("X-FLAKES", "6, 7");
        assertThat(request.body()).isEqualTo("name=snow");
        assertThat(request).hasToString("POST /form/?page=2");
    }

    @Test
    void aResponseHasHeadersAndCookies() throws Exception {
        serve(new Route("/login/", request -> {
            HttpResponse response = new HttpResponse("welcome");
            response.headers().put("X-Flakes", "6");
            response.cookies().put("session", "abc");
            response.cookies().put("colour", "white");
            return response;
        }));

        Response login = get("/login/");

        assertThat(login.header("X-Flakes")).isEqualTo("6");
        assertThat(login.headers().all("Set-Cookie"))
                .satisfiesExactly(
                        cookie -> assertThat(cookie).startsWith("session=abc"),
                        cookie -> assertThat(cookie).startsWith("colour=white"));
        assertThat(login.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void aFutureIsAnsweredByAnotherRequest() throws Exception {
        List<Future> waiting = new ArrayList<>();
        serve(
                new Route("/wait/", request -> {
                    Future future = new Future((asked, done) -> new HttpResponse(asked.url() + " " + done.value()));
                    waiting.add(future);
                    return future;
                }),
                new Route("/tell/", request -> {
                    waiting.forEach(future -> future.setResult("snow"));
                    return new HttpResponse("told " + waiting.size());
                }));

        io.snowloop.future.Future<Response> first = fetcher.fetch(Request.get(server.url("/wait/1")));
        io.snowloop.future.Future<Response> second = fetcher.fetch(Request.get(server.url("/wait/2")));
        loop.runWhile(() -> waiting.size() < 2);
        assertThat(waiting).noneMatch(Future::ready);

        assertThat(get("/tell/").text()).isEqualTo("told 2");
        assertThat(loop.runUntil(first).text()).isEqualTo("/wait/1 snow");
        assertThat(loop.runUntil(second).text()).isEqualTo("/wait/2 snow");
        assertThat(waiting).allMatch(Future::ready);
    }

    @Test
    void aTimeoutFutureEndsByItself() throws Exception {
        serve(
                new Route("/async/", request -> new TimeoutFuture(0.05)),
                new Route("/sleep/", request -> new TimeoutFuture(0.05, (asked, done) -> new HttpResponse("woke"))));

        assertThat(get("/async/").status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
        assertThat(get("/sleep/").text()).isEqualTo("woke");
    }

    @Test
    void aTimeoutFutureMayHaveItsResultInTime() throws Exception {
        List<Future> waiting = new ArrayList<>();
        serve(
                new Route("/wait/", request -> {
                    waiting.add(new TimeoutFuture(30));
                    return waiting.get(0);
                }),
                new Route("/tell/", request -> {
                    waiting.get(0).setResult("in time");
                    return new HttpResponse("told");
                }));

        io.snowloop.future.Future<Response> wait = fetcher.fetch(Request.get(server.url("/wait/")));
        loop.runWhile(waiting::isEmpty);
        get("/tell/");

        assertThat(loop.runUntil(wait).text()).isEqualTo("in time");
    }

    @Test
    void runServesUntilItsThreadIsInterrupted() throws Exception {
        int port = io.snowloop.samples.seeds.PlainServer.portOfNobody();
        Snow app = new Snow(List.of(new Route("/stop/", request -> {
            Thread.currentThread().interrupt();
            return new HttpResponse("stopping");
        })));
        Thread client = new Thread(() -> {
            while (!answers(port)) {
                Thread.onSpinWait(); // until it listens
            }
        });
        client.start();

        app.run("127.0.0.1", port);

        assertThat(Thread.interrupted()).isTrue();
        client.join();
    }

    private static boolean answers(int port) {
        try {
            RawClient.ask(port, "GET /stop/ HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void theMainAsksItself() throws Exception {
        assertThat(Printed.by(() -> Snow.main(new String[0])))
                .anyMatch(line -> line.endsWith("  main  came  GET /home/: home"))
                .anyMatch(line -> line.endsWith("  main  came  GET /nowhere/: 404 Not Found"))
                .anyMatch(line -> line.endsWith("  main  came  GET /tell/: told"))
                .anyMatch(line -> line.endsWith("  main  came  GET /wait/: the news: snow is falling"))
                .anyMatch(
                        line -> line.endsWith("  main  came  GET /async/: 503 Service Unavailable: no result in time"))
                .anyMatch(line -> line.startsWith("/async/ got a 503: "))
                .allMatch(line -> line.length() <= 80);
    }
}
