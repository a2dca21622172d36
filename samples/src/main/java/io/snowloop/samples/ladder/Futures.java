// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One thread. What a callback would be called with is a value: a future, of which the next one is made. */
final class Futures implements Rung {
    private final Machine machine;

    Futures(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Running serve(Backend backend) throws IOException {
        EventLoop loop = EventLoop.open(machine.options());
        Acceptor server = Acceptor.listen(loop, machine.address(), Machine.BACKLOG, channel -> {
            Link client = Link.of(loop, channel);
            answer(client, backend).onDone(client::close);
        });
        return machine.start(server, List.of(loop));
    }

    /** Answers a client, again and again. It fails when the client has gone. */
    private static Future<@Nullable Void> answer(Link client, Backend backend) {
        return client.request()
                .flatMap(path -> client.loop().sleep(backend.delay()).map(slept -> backend.answer(path)))
                .flatMap(body -> client.send(Wire.ok(body)))
                .flatMap(sent -> answer(client, backend));
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException, InterruptedException {
        try (EventLoop loop = EventLoop.open(machine.options())) {
            Iterator<URI> left = urls.iterator();
            List<Future<String>> bodies = new ArrayList<>();
            List<Future<@Nullable Void>> lanes = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                lanes.add(getAll(loop, left, bodies));
            }
            loop.runUntil(Future.all(loop, lanes));
            return bodies.stream().map(Future::resultNow).toList();
        } catch (ExecutionException e) {
            throw Calls.failure(e);
        }
    }

    /** Gets one URL after the other, as long as there are any. */
    private static Future<@Nullable Void> getAll(EventLoop loop, Iterator<URI> left, List<Future<String>> bodies) {
        if (!left.hasNext()) {
            return Future.completed(null);
        }
        Future<String> body = get(loop, left.next());
        bodies.add(body);
        return body.flatMap(got -> getAll(loop, left, bodies));
    }

    private static Future<String> get(EventLoop loop, URI url) {
        Link server = new Link(loop);
        return server.connect(url)
                .flatMap(connected -> server.send(Wire.get(url)))
                .flatMap(sent -> server.response())
                .onDone(server::close);
    }
}
