// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.samples.bench.BenchApp;
import io.snowloop.samples.chat.Chat;
import io.snowloop.samples.crawl.CrawlJob;
import io.snowloop.samples.download.DownloadCommand;
import io.snowloop.samples.fanout.FanOut;
import io.snowloop.samples.fetch.FetchCommand;
import io.snowloop.samples.hello.HelloClient;
import io.snowloop.samples.hello.HelloServer;
import io.snowloop.samples.issues.ApiClient;
import io.snowloop.samples.ladder.Rungs;
import io.snowloop.samples.late.WhyLateCommand;
import io.snowloop.samples.learn.LearnCommand;
import io.snowloop.samples.lens.LensCommand;
import io.snowloop.samples.news.NewsReader;
import io.snowloop.samples.news.NewsServer;
import io.snowloop.samples.notes.Notes;
import io.snowloop.samples.outage.OutageCommand;
import io.snowloop.samples.proxy.ReverseProxy;
import io.snowloop.samples.quiz.QuizCommand;
import io.snowloop.samples.rosetta.Score;
import io.snowloop.samples.seeds.AsyncHttp;
import io.snowloop.samples.seeds.AsyncRequest;
import io.snowloop.samples.seeds.NoBlockIO;
import io.snowloop.samples.seeds.selector.Fetcher;
import io.snowloop.samples.seeds.snow.Snow;
import io.snowloop.samples.sim.SimCommand;
import io.snowloop.samples.slides.SlidesCommand;
import io.snowloop.samples.zoo.ZooCommand;
import java.util.List;
import java.util.Optional;

/** The list of all samples. */
final class Samples {
    private static final String SEEDS = "docs/seeds.md";

    static final List<Sample> ALL = List.of(
            Sample.of(
                            "hello-server",
                            "the smallest server, on port 8012",
                            "",
                            HelloServer.class,
                            "docs/snow.md",
                            HelloServer::main)
                    .untilInterrupted(),
            Sample.withExitCode(
                    "hello-client",
                    "the smallest client: the status and the size of URLs",
                    "URL...",
                    HelloClient.class,
                    "docs/fetcher.md",
                    urls -> HelloClient.fetch(Arguments.urls(urls)) ? 0 : 1),
            Sample.command(
                    "crawl",
                    "the main job: the docs as a site, and its crawler, one loop",
                    CrawlJob.class,
                    "docs/site.md"),
            Sample.command(
                    "fetch",
                    "a client: any number of URLs at once, on one thread",
                    FetchCommand.class,
                    "docs/fetcher.md"),
            Sample.of(
                    "api-client",
                    "a typed client of a JSON API, and the API",
                    "",
                    ApiClient.class,
                    "docs/how-to/call-an-api.md",
                    ApiClient::main),
            Sample.command(
                    "download",
                    "a downloader: several ranges of a file at once",
                    DownloadCommand.class,
                    "docs/how-to/upload-and-download.md"),
            Sample.of(
                            "news-server",
                            "server-sent events: news, on port 8013",
                            "",
                            NewsServer.class,
                            "docs/server-sent-events.md",
                            NewsServer::main)
                    .untilInterrupted(),
            Sample.withExitCode(
                    "news-reader",
                    "server-sent events: prints those of a server",
                    "URL",
                    NewsReader.class,
                    "docs/server-sent-events.md",
                    args -> NewsReader.read(Arguments.urls(args).get(0)) ? 0 : 1),
            Sample.of(
                            "notes",
                            "a service with all it needs, on port 8014",
                            "[PORT [PROXY...]]",
                            Notes.class,
                            "docs/snow.md",
                            Notes::main)
                    .untilInterruptedOnAPort(),
            Sample.of(
                            "chat",
                            "a chat over WebSocket, on port 8015",
                            "[PORT] [--host HOST] [--redis URL] [--reuse-port] [--inherited]",
                            Chat.class,
                            "docs/how-to/websocket.md",
                            Chat::main)
                    .untilInterruptedOnAPort(),
            Sample.of(
                            "reverse-proxy",
                            "passes requests on to other servers",
                            "PORT URL...",
                            ReverseProxy.class,
                            "docs/how-to/reverse-proxy.md",
                            ReverseProxy::main)
                    .untilInterruptedOnAPort(),
            Sample.of(
                            "fan-out",
                            "asks many until a deadline, on port 8017",
                            "[PORT]",
                            FanOut.class,
                            "docs/how-to/deadlines.md",
                            FanOut::main)
                    .untilInterruptedOnAPort(),
            Sample.command("bench-server", "a server for benchmarks", BenchApp.class, "docs/real-peers.md")
                    .untilInterrupted(),
            Sample.command(
                    "simulated-outage",
                    "a fetch survives a partition, in virtual time",
                    OutageCommand.class,
                    "docs/simulator.md"),
            Sample.command(
                    "zoo", "programs that are wrong on purpose: find the bug", ZooCommand.class, "docs/zoo/README.md"),
            Sample.command(
                    "sim", "your own program in a simulation, with many seeds", SimCommand.class, "docs/scenes.md"),
            Sample.command("lens", "a loop in a browser, step by step", LensCommand.class, "docs/lens.md")
                    .untilInterrupted(),
            Sample.command("ladder", "eleven ways to wait, measured: who loses where", Rungs.class, "docs/ladder.md"),
            Sample.command(
                    "learn",
                    "exercises: your own event loop, HTTP server and client",
                    LearnCommand.class,
                    "docs/exercises.md"),
            Sample.command(
                    "quiz", "questions of the course, whose answers were run", QuizCommand.class, "docs/README.md"),
            Sample.command(
                    "slides", "slides of a page of the docs, as one file", SlidesCommand.class, "docs/teach/README.md"),
            Sample.command("rosetta", "the same program on eight loops, and its order", Score.class, "docs/rosetta.md"),
            Sample.command(
                    "why-late",
                    "a view that blocks the loop, and the report that names it",
                    WhyLateCommand.class,
                    "docs/trace.md"),
            Sample.withExitCode(
                    "seed-selector",
                    "a client on the bare loop, with a callback for each key",
                    "[URL...]",
                    Fetcher.class,
                    SEEDS,
                    urls -> Fetcher.fetch(urls) ? 0 : 1),
            Sample.of(
                    "seed-no-block-io",
                    "concurrent requests, on transports",
                    "",
                    NoBlockIO.class,
                    SEEDS,
                    NoBlockIO::main),
            Sample.of(
                    "seed-async-http",
                    "a callback for each item, on the Fetcher",
                    "",
                    AsyncHttp.class,
                    SEEDS,
                    AsyncHttp::main),
            Sample.of(
                    "seed-async-request",
                    "time-outs and errors in one callback, on the Fetcher",
                    "",
                    AsyncRequest.class,
                    SEEDS,
                    AsyncRequest::main),
            Sample.of(
                            "seed-snow",
                            "the first Snow; with a port, a server until Ctrl-C",
                            "[PORT]",
                            Snow.class,
                            SEEDS,
                            Snow::main)
                    .untilInterruptedWithAPort());

    private Samples() {}

    static Optional<Sample> named(String name) {
        return ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
    }
}
