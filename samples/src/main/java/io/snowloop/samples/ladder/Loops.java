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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A loop for each processor, each with its thread. They share nothing: a connection belongs to one of them. */
final class Loops implements Rung {
    private final Machine machine;
    private final int count;

    Loops(Machine machine, int count) {
        this.machine = machine;
        this.count = count;
    }

    @Override
    public Running serve(Backend backend) throws IOException {
        List<EventLoop> loops = open(count);
        Iterator<EventLoop> turns =
                Stream.generate(() -> loops).flatMap(List::stream).iterator();
        Acceptor server = Acceptor.listen(loops.get(0), machine.address(), Machine.BACKLOG, channel -> {
            EventLoop loop = turns.next();
            loop.execute(() -> Script.answer(Link.of(loop, channel), backend));
        });
        return machine.start(server, loops);
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException, InterruptedException {
        List<EventLoop> loops = open(Math.min(count, atOnce));
        List<EventLoop> others = loops.subList(1, loops.size());
        try (EventLoop first = loops.get(0)) {
            others.forEach(machine::start);
            List<Future<List<String>>> parts = new ArrayList<>();
            for (EventLoop loop : loops) {
                List<URI> part = part(urls, parts.size(), loops.size());
                parts.add(loop.submit(() -> Script.fetch(loop, part, atOnce / loops.size())));
            }
            List<List<String>> bodies = first.runUntil(Future.all(first, parts));
            return IntStream.range(0, urls.size())
                    .mapToObj(i -> bodies.get(i % bodies.size()).get(i / bodies.size()))
                    .toList();
        } catch (ExecutionException e) {
            throw Calls.failure(e);
        } finally {
            others.forEach(EventLoop::stop);
        }
    }

    /** Those of the URLs that a loop gets. */
    private static List<URI> part(List<URI> urls, int loop, int loops) {
        return IntStream.range(0, urls.size())
                .filter(i -> i % loops == loop)
                .mapToObj(urls::get)
                .toList();
    }

    private List<EventLoop> open(int number) throws IOException {
        List<EventLoop> loops = new ArrayList<>();
        while (loops.size() < number) {
            loops.add(EventLoop.open(machine.options()));
        }
        return loops;
    }
}
