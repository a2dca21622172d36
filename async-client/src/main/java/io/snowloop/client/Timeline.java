// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Request;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Transport;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The times of one exchange, for its listener. It is in one phase at a time: each step ends a phase and begins another one, so nothing
 * is counted twice, and nothing is left out.
 *
 * <p>The listener is told from the loop's queue: what it does, such as cancelling, must not happen in the middle of a step.
 */
final class Timeline implements ExchangeObserver {
    private final ExchangeObserver owner;
    private final FetchListener listener;
    private final Request request;
    private final Target target;
    private final Scheduler loop;
    private final Map<FetchPhase, Duration> phases = new EnumMap<>(FetchPhase.class);

    /** The phase that has not ended, and when it began, in nanoseconds of the loop's ticker. */
    private FetchPhase phase = FetchPhase.QUEUE;

    private long since;

    private @Nullable Status status;

    /** Where the connection is from and to, and the number of the stream on it. */
    private @Nullable Ends ends;

    private record Ends(
            @Nullable SocketAddress local, @Nullable SocketAddress remote, int stream) {}

    /**
     * The time of an exchange begins. Any thread; all else is for the loop's.
     *
     * @param owner is told of the end, too
     */
    Timeline(ExchangeObserver owner, FetchListener listener, Request request, Target target, Scheduler loop) {
        this.owner = owner;
        this.listener = listener;
        this.request = request;
        this.target = target;
        this.loop = loop;
        this.since = loop.ticker().nanoTime();
    }

    @Override
    public void begun() {
        tell(() -> listener.began(request));
        tell(() -> listener.entered(request, FetchPhase.QUEUE));
    }

    private void enter(FetchPhase next) {
        if (next != phase) {
            endPhase();
            phase = next;
            tell(() -> listener.entered(request, next));
        }
    }

    private void tell(Runnable call) {
        try {
            loop.execute(call);
        } catch (RejectedExecutionException e) {
            // the loop has been closed with this exchange on it: it calls nothing any more
        }
    }

    private void endPhase() {
        long now = loop.ticker().nanoTime();
        phases.merge(phase, Duration.ofNanos(now - since), Duration::plus);
        since = now;
    }

    @Override
    public Connector connectingBy(Connector connector) {
        return connector.toBuilder()
                .observer((step, address) -> {
                    enter(
                            switch (step) {
                                case LOOK_UP -> FetchPhase.DNS;
                                case ATTEMPT -> FetchPhase.CONNECT;
                                case CONNECTED -> target.route().tunneled() ? FetchPhase.PROXY : afterTunnel();
                            });
                    connector.observer().reached(step, address);
                })
                .build();
    }

    @Override
    public void tunneled() {
        enter(afterTunnel());
    }

    private FetchPhase afterTunnel() {
        return target.origin().isSecure() ? FetchPhase.TLS : FetchPhase.SEND;
    }

    @Override
    public void waiting() {
        enter(FetchPhase.QUEUE);
    }

    @Override
    public void sendingOver(Transport transport, int stream) {
        ends = new Ends(transport.localAddress(), transport.remoteAddress(), stream);
        enter(FetchPhase.SEND);
    }

    @Override
    public void sent() {
        enter(FetchPhase.WAIT);
    }

    /** A 100 (Continue) comes while the request is being sent, and ends nothing. */
    @Override
    public void answered() {
        if (phase == FetchPhase.WAIT) {
            enter(FetchPhase.RECEIVE);
        }
    }

    @Override
    public void responded(Status head) {
        status = head;
        enter(FetchPhase.RECEIVE);
    }

    @Override
    public void over(Exchange exchange, @Nullable Throwable error) {
        endPhase();
        Ends connection = ends;
        FetchTimings timings = new FetchTimings(
                request,
                status,
                error,
                phases,
                phase,
                connection == null ? null : connection.local,
                connection == null ? null : connection.remote,
                connection == null ? 0 : connection.stream);
        tell(() -> listener.finished(timings));
        owner.over(exchange, error);
    }
}
