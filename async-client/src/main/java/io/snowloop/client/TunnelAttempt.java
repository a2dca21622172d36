// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.client.auth.PasswordAnswers;
import io.snowloop.client.tunnel.ConnectHandshake;
import io.snowloop.client.tunnel.TunnelHandshake;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Method;
import io.snowloop.loop.Timer;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an origin through a proxy that is being opened: the proxy, the handshake with it, and TLS with the origin if its scheme says
 * so. If the proxy asks for credentials, a new connection has them: after a refusal, many proxies close theirs.
 */
final class TunnelAttempt {
    private final OriginPool origin;
    private final ClientContext context;
    private final Protocol above;
    private final Promise<Transport> connected;
    private final Exchange exchange;
    private final Timer timer;

    /** TLS with the origin; null without. */
    private final @Nullable Future<Transport> tls;

    /** What ends with this. */
    private final List<Future<?>> steps = new ArrayList<>();

    private TunnelAttempt(OriginPool origin, Exchange exchange, Protocol above, @Nullable Future<Transport> tls) {
        this.origin = origin;
        this.context = origin.pool().context();
        this.above = above;
        this.tls = tls;
        this.connected = context.loop().newPromise();
        this.exchange = exchange;
        this.timer = context.loop().schedule(limit(), this::expired);
    }

    /**
     * Connects to an origin through its proxy.
     *
     * @param exchange that it is for; its time-out for connecting is one for all steps together
     * @param above is connected when the tunnel is open
     * @param tls completes when {@code above} has made TLS of it; null if that is not wanted
     * @return completes when {@code above} is connected, or TLS is ready. Cancelling
     *     it closes what is open.
     */
    static Future<Transport> start(
            OriginPool origin, Exchange exchange, Protocol above, @Nullable Future<Transport> tls) {
        TunnelAttempt attempt = new TunnelAttempt(origin, exchange, above, tls);
        if (tls != null) {
            attempt.steps.add(tls);
            tls.onComplete(attempt::ended);
        }
        attempt.connected.onDone(attempt.timer::cancel);
        attempt.begin(0);
        return attempt.connected.onCancel(attempt::cancelSteps);
    }

    private void begin(int attempt) {
        Proxy proxy = origin.route().proxyOnWay();
        String authority = origin.origin().hostAndPort();
        PasswordAnswers answers = context.logins().of(proxy);
        String credentials = answers == null ? null : answers.answer(Method.CONNECT.name(), authority);
        FetcherOptions options = context.options();
        TunnelHandshake handshake;
        Tunnel tunnel;
        try {
            handshake = proxy.handshake(origin.origin(), credentials, options.limits());
            tunnel = new Tunnel(context.loop(), handshake, exchange.observer::tunneled, above);
        } catch (IllegalArgumentException e) { // the name of the origin, which is too long for instance
            fail(e);
            return;
        }
        Connector connector = exchange.observer.connectingBy(options.connector());
        Future<Transport> socket = connector.connect(context.loop(), origin.address(), limit(), tunnel);
        steps.add(socket);
        steps.add(tunnel.opened());
        socket.onComplete((transport, error) -> {
            if (error != null) {
                fail(error);
            }
        });
        tunnel.opened().onComplete((transport, error) -> {
            if (error != null && mayTryAgain(handshake, answers, credentials, attempt)) {
                begin(attempt + 1);
            } else if (error != null) {
                fail(new ProxyException(
                        proxy + " has not opened a connection to " + authority + ": " + error.getMessage(), error));
            } else if (tls == null) {
                connected.complete(Objects.requireNonNull(transport));
            }
        });
    }

    private Duration limit() {
        return exchange.timeouts.connect();
    }

    private boolean mayTryAgain(
            TunnelHandshake handshake, @Nullable PasswordAnswers answers, @Nullable String sent, int attempt) {
        return !connected.isDone()
                && answers != null
                && handshake instanceof ConnectHandshake connect
                && answers.challenged(connect.challenges(), sent, attempt);
    }

    private void ended(@Nullable Transport transport, @Nullable Throwable error) {
        if (error != null) {
            fail(error);
        } else {
            connected.complete(Objects.requireNonNull(transport));
        }
    }

    /** What has connected in this turn is not too late, though its callback is still queued. */
    private void expired() {
        if (connected.isDone()) {
            return;
        }
        Future<?> last = tls != null ? tls : steps.get(steps.size() - 1);
        if (!last.isDone() || last.isFailed()) {
            fail(new ConnectTimeoutException(
                    "no connection to " + origin.route() + " within " + limit().toMillis() + " ms"));
        }
    }

    private void fail(Throwable error) {
        if (connected.fail(error)) {
            cancelSteps();
        }
    }

    private void cancelSteps() {
        steps.forEach(Future::cancel);
    }
}
