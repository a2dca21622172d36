// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import static io.snowloop.server.Snow.blocking;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.server.Snow;
import io.snowloop.trace.JsonLines;
import io.snowloop.trace.Recording;
import io.snowloop.trace.Stepper;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A view of event loops for a browser: the turn, what waits, the channels. A loop that runs can be watched, held, and let go
 * step by step; a loop that is held, or a recording, can be looked at forward and back.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#lens -->
 * <pre>{@code
 * EventLoopGroup group = EventLoopGroup.start(1, Lens.watched(EventLoopOptions.DEFAULT));
 * Lens lens = Lens.of(group);
 * try (group;
 *         Server server = Server.of(app).on(group.loops().get(0)).listen("127.0.0.1", 0);
 *         Server view = lens.listen(0)) { // has a loop of its own
 *     log.add("open " + view.url(lens.path()) + " in a browser, to see " + server.url("/"));
 * }
 * }</pre>
 *
 * <p>The page is at {@link #path}, which has a random token: who does not know it gets a 404. It loads nothing from another
 * host. {@link #listen} serves it on the loopback address only, and refuses requests with the name of another host (DNS
 * rebinding) and of pages of another origin. A lens is also a {@link Handler}, which an app can mount; where it is served by
 * the loop that it shows, it cannot hold that loop, which would have to serve the page.
 *
 * <p>A loop that is watched has a trace with futures, and pays for it. Names on the page have no queries of URLs.
 */
public final class Lens implements Handler {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    /** A page that is closed is gone: no browser ends its half of a connection and goes on to read events. */
    private static final ServerOptions OPTIONS = ServerOptions.builder()
            .timeouts(ServerTimeouts.builder().halfClosed(Duration.ofSeconds(1)).build())
            .build();

    private final List<Source> sources;
    private final boolean readOnly;
    private final String path = "/" + token() + "/";
    private final Snow app = new Snow();

    private Lens(List<Source> sources, boolean readOnly) {
        this.sources = sources;
        this.readOnly = readOnly;
        Map<String, Response> files = LensFiles.all();
        files.forEach((name, file) -> app.get(path + name, request -> file));
        app.get(path, request -> requireNonNull(files.get(LensFiles.PAGE)));
        app.get(path + "loops", request -> loops());
        app.route(Method.GET, path + "loops/{number:int}/trace", this::trace);
        app.get(path + "loops/{number:int}/events", this::events);
        app.post(path + "loops/{number:int}/hold", request -> order(request, Stepper::hold));
        app.post(path + "loops/{number:int}/step", request -> order(request, Stepper::step));
        app.post(path + "loops/{number:int}/turn", request -> order(request, Lens::toNextTurn));
        app.post(path + "loops/{number:int}/go", request -> order(request, Stepper::resume));
    }

    /**
     * {@return options of a loop that a lens can show and hold} Of several loops with these options, as in a group, the first
     * one can be held; the others can be watched.
     * @param options all else is as they say
     */
    public static EventLoopOptions watched(EventLoopOptions options) {
        ProbeFactory probes =
                new ProbeFactory(requireNonNull(options, "options").ticker());
        return options.toBuilder()
                .ticker(probes.ticker())
                .observer(options.observer().and(probes))
                .build();
    }

    /**
     * {@return a lens on a loop}
     * @param loop opened with {@link #watched} options
     * @throws IllegalStateException if it was not
     */
    public static Lens of(EventLoop loop) {
        return new Lens(List.of(probe(requireNonNull(loop, "loop"))), false);
    }

    /**
     * {@return a lens on the loops of a group}
     * @param group started with {@link #watched} options
     * @throws IllegalStateException if it was not
     */
    public static Lens of(EventLoopGroup group) {
        return new Lens(
                requireNonNull(group, "group").loops().stream().map(Lens::probe).toList(), false);
    }

    /**
     * {@return a lens on what has been recorded}
     * @param recordings at least one
     */
    public static Lens of(List<Recording> recordings) {
        if (requireNonNull(recordings, "recordings").isEmpty()) {
            throw new IllegalArgumentException("no recordings: there is nothing to show");
        }
        return new Lens(recordings.stream().<Source>map(Source.Recorded::new).toList(), false);
    }

    /**
     * {@return a lens on a run that is repeated with what a reader changes}
     * @param replay runs it
     */
    public static Lens of(Replay replay) {
        Lens lens = new Lens(List.of(), false);
        requireNonNull(replay, "replay");
        lens.app.get(lens.path + "run", blocking(request -> ran(replay, request)));
        lens.app.get(lens.path + "goal", blocking(request -> LensFiles.secured(Response.text(replay.goal()))));
        return lens;
    }

    private static Response ran(Replay replay, Request request) {
        try {
            String changes = request.query("do");
            return lines(replay.run(changes == null ? "" : changes));
        } catch (IllegalArgumentException e) {
            throw new HttpException(Status.BAD_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    private static Source probe(EventLoop loop) {
        LoopObserver observer = loop.reactor().observer();
        Probe probe = observer == null ? null : observer.find(Probe.class);
        if (probe == null) {
            throw new IllegalStateException(loop + " has no probe: open it with Lens.watched(options)");
        }
        return probe;
    }

    /** {@return a lens on the same loops, at another path, that can only look: it refuses to hold a loop} */
    public Lens readOnly() {
        return new Lens(sources, true);
    }

    /** Holds the loops that can be held, each at its next turn or callback, until a page lets them go on. Any thread. */
    public void hold() {
        for (Source source : sources) {
            if (source instanceof Probe probe && canHold(probe)) {
                requireNonNull(probe.stepper()).hold();
            }
        }
    }

    /** {@return the path of the page, with its token: {@code server.url(lens.path())} is where it is} */
    public String path() {
        return path;
    }

    /**
     * Serves the page on the loopback address, on a loop of its own.
     * @param port 0 for any that is free
     * @return close it to end; loops that are held then go on
     * @throws IOException if the port is in use, or no socket can be opened
     */
    public Server listen(int port) throws IOException {
        return Server.of(request -> LensGuard.INSTANCE.filter(request, this))
                .options(OPTIONS)
                .listen("127.0.0.1", port);
    }

    @Override
    public Future<Response> handle(Request request) {
        return app.handle(request);
    }

    // ------------------------------------------------------------------------------------------------------ answers

    /** A line for each loop: what the page can do with it, and its name; none for a run that is repeated, which has its own. */
    private Response loops() {
        String lines = sources.stream()
                .map(source -> modeOf(source) + " " + source.name().replaceAll("\\s+", " "))
                .collect(Collectors.joining("\n"));
        return LensFiles.secured(Response.text(lines));
    }

    private String modeOf(Source source) {
        return source instanceof Probe probe ? canHold(probe) ? "hold" : "watch" : "recording";
    }

    private boolean canHold(Probe probe) {
        return !readOnly && probe.stepper() != null && !probe.loop().inEventLoop();
    }

    private Future<Response> trace(Request request) {
        return source(request).recording().map(Lens::lines);
    }

    private static Response lines(Recording recording) {
        return lines(JsonLines.text(recording));
    }

    private static Response lines(String lines) {
        return LensFiles.secured(Response.bytes(lines.getBytes(UTF_8), "application/jsonl; charset=utf-8"));
    }

    private Response events(Request request) {
        return LensFiles.secured(EventStream.of(request, page -> Feed.begin(running(request), page)));
    }

    private Response order(Request request, Consumer<Stepper> order) {
        Probe probe = running(request);
        Stepper stepper = probe.stepper();
        if (stepper == null || !canHold(probe)) {
            throw new HttpException(Status.CONFLICT, "this loop can only be watched here");
        }
        probe.goesOn();
        order.accept(stepper);
        return LensFiles.secured(Response.of(Status.NO_CONTENT));
    }

    private static void toNextTurn(Stepper stepper) {
        stepper.stepTo(event -> event == LoopEvent.TURN_BEGIN);
    }

    private Probe running(Request request) {
        if (source(request) instanceof Probe probe) {
            return probe;
        }
        throw new HttpException(Status.CONFLICT, "this is a recording: no loop runs");
    }

    private Source source(Request request) {
        int number = request.pathInt("number");
        if (number < 0 || number >= sources.size()) {
            throw new HttpException(Status.NOT_FOUND, "there are " + sources.size() + " loops, from 0");
        }
        return sources.get(number);
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
