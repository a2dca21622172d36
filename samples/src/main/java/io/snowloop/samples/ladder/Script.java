// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One thread. Code is in the order of its lines again: a script, which yields the future of each line that waits. */
final class Script implements Rung {
    private final Machine machine;

    Script(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Running serve(Backend backend) throws IOException {
        EventLoop loop = EventLoop.open(machine.options());
        Acceptor server = Acceptor.listen(
                loop, machine.address(), Machine.BACKLOG, channel -> answer(Link.of(loop, channel), backend));
        return machine.start(server, List.of(loop));
    }

    /** Answers a client, until it has gone. */
    static void answer(Link client, Backend backend) {
        run(new Answer(client, backend)).onDone(client::close);
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException, InterruptedException {
        try (EventLoop loop = EventLoop.open(machine.options())) {
            return loop.runUntil(fetch(loop, urls, atOnce));
        } catch (ExecutionException e) {
            throw Calls.failure(e);
        }
    }

    /** The bodies of all URLs. On the loop's thread. */
    static Future<List<String>> fetch(Scheduler loop, List<URI> urls, int atOnce) {
        List<Get> gets = urls.stream().map(url -> new Get(loop, url)).toList();
        Iterator<Future<?>> all =
                gets.stream().<Future<?>>map(Script::run).iterator(); // a script that runs one after the other
        List<Future<@Nullable Void>> runs = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            runs.add(run(all)); // and is run by several at once
        }
        return Future.all(loop, runs)
                .map(done -> gets.stream().map(get -> get.body.resultNow()).toList());
    }

    /** Runs a script: when the future that it has yielded is done, it goes on. */
    static Future<@Nullable Void> run(Iterator<Future<?>> script) {
        return script.hasNext() ? script.next().flatMap(done -> run(script)) : Future.completed(null);
    }

    /** Answers a client, again and again. As a compiler writes a generator: its variables are fields, and so is its line. */
    private static final class Answer implements Iterator<Future<?>> {
        private final Link client;
        private final Backend backend;
        private Future<String> path = Future.completed("");
        private int line;

        Answer(Link client, Backend backend) {
            this.client = client;
            this.backend = backend;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        @SuppressWarnings("AssignmentExpression") // as in path = yield request()
        public Future<?> next() {
            return switch (line++ % 3) {
                case 0 -> path = client.request();
                case 1 -> client.loop().sleep(backend.delay());
                default -> client.send(Wire.ok(backend.answer(path.resultNow())));
            };
        }
    }

    /** Gets one URL. */
    private static final class Get implements Iterator<Future<?>> {
        private final URI url;
        private final Link server;
        private Future<String> body = Future.completed("");
        private int line;

        Get(Scheduler loop, URI url) {
            this.url = url;
            this.server = new Link(loop);
        }

        @Override
        public boolean hasNext() {
            return line < 3;
        }

        @Override
        @SuppressWarnings("AssignmentExpression") // as in path = yield request()
        public Future<?> next() {
            return switch (line++) {
                case 0 -> server.connect(url);
                case 1 -> server.send(Wire.get(url));
                default -> body = server.response().onDone(server::close);
            };
        }
    }
}
