// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The look-ups of one loop, and who waits for them: one look-up of a host at a time, whose result all get that have asked meanwhile. All
 * of it belongs to the loop's thread.
 */
final class LookUps {
    private final Scheduler loop;
    private final LimitLog limits;
    private final Function<String, Future<Known>> lookUp;
    private final Map<String, Shared> byHost = new HashMap<>();

    /** Those that have no place yet, in the order in which they were asked for. */
    private final Set<Shared> waiting = new LinkedHashSet<>();

    private int running;

    /**
     * None yet.
     *
     * @param lookUp begins one
     */
    LookUps(Scheduler loop, LimitLog limits, Function<String, Future<Known>> lookUp) {
        this.loop = loop;
        this.limits = limits;
        this.lookUp = lookUp;
    }

    /** The addresses of a host that is not known. */
    Future<List<InetAddress>> ask(String host, DnsOptions options) {
        Shared shared = byHost.get(host);
        if (shared == null) {
            if (running >= options.maxLookUps() && waiting.size() >= options.maxWaiting()) {
                limits.hit("DnsOptions.maxWaiting", options.maxWaiting(), "the look-up of one more name fails");
                return Future.failed(
                        new IOException("cannot look up " + host + ": " + running + " names are looked up and "
                                + waiting.size() + " wait, as many as DnsOptions.maxLookUps and maxWaiting allow"));
            }
            shared = new Shared(host, options.maxLookUps());
            byHost.put(host, shared);
            waiting.add(shared);
        }
        Future<List<InetAddress>> asked = shared.join();
        startNext(options.maxLookUps());
        return asked;
    }

    private void startNext(int maxLookUps) {
        while (running < maxLookUps && !waiting.isEmpty()) {
            Shared shared = waiting.iterator().next();
            waiting.remove(shared);
            running++;
            shared.start();
        }
    }

    /** The look-up of a host, for all who ask for it. */
    private final class Shared {
        private final String host;
        private final int maxLookUps;

        /** A set: thousands of clients may ask for one host, and each may cancel. */
        private final Set<Promise<List<InetAddress>>> askers = new LinkedHashSet<>();

        /** Null while this waits for a place. */
        private @Nullable Future<Known> work;

        Shared(String host, int maxLookUps) {
            this.host = host;
            this.maxLookUps = maxLookUps;
        }

        Future<List<InetAddress>> join() {
            Promise<List<InetAddress>> asker = loop.newPromise();
            askers.add(asker);
            return asker.onCancel(() -> leave(asker));
        }

        /** After the last one that asked has cancelled, the sockets are closed, and the place is free. */
        private void leave(Promise<List<InetAddress>> asker) {
            askers.remove(asker);
            if (askers.isEmpty() && byHost.remove(host, this)) {
                waiting.remove(this);
                if (work != null) {
                    work.cancel();
                }
            }
        }

        /** From the queue: one that ends at once would begin the next one in the middle of this. */
        void start() {
            work = loop.submit(() -> lookUp.apply(host)).onComplete(this::ended);
        }

        private void ended(@Nullable Known known, @Nullable Throwable error) {
            running--;
            byHost.remove(host, this);
            if (known != null) {
                askers.forEach(asker -> asker.settle(known.forOne()));
            } else if (error != null) {
                askers.forEach(asker -> asker.fail(error));
            }
            startNext(maxLookUps);
        }
    }
}
