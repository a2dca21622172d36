// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.ReadTimeoutException;
import io.snowloop.client.Timeouts;
import io.snowloop.client.TotalTimeoutException;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.Connector;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.testcontainers.containers.Network;

/**
 * Each fault happens to a server with which the Fetcher has a connection already. Four requests follow, for which there
 * are two places: a place that is lost would show when the server is back.
 */
@NeedsDocker
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a port of this machine stands between us and the fault")
@DisplayName("A Fetcher whose server is")
@Tag("oldest")
class FaultsIT {
    private static final String CONFIG = """
            events {}
            error_log /dev/stderr notice;
            http {
                access_log off;
                root /srv;
                server {
                    listen 80;
                    location /slow/ { alias /srv/; limit_rate 20k; }
                }
            }
            """;

    private static final String PAGE = "x".repeat(100_000);
    private static final String URL = "http://peer.test/page.txt";
    private static final String SLOW_URL = "http://peer.test/slow/page.txt";
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** On the network of all, a container of another test may get the address of a server that was killed or cut off. */
    private final Network network = Network.builder()
            .createNetworkCmdModifier(
                    command -> command.withOptions(Map.of("com.docker.network.bridge.host_binding_ipv4", "127.0.0.1")))
            .build();

    private final PeerContainer nginx = PeerContainer.nginx(CONFIG)
            .withNetwork(network)
            .withFile(PAGE, "/srv/page.txt")
            .withCreateContainerCmdModifier(create -> create.getHostConfig().withCapAdd(Capability.NET_ADMIN));

    /** Where the server is now: it may come back under another address. */
    private InetAddress address;

    private Visitor visitor;

    @BeforeEach
    void start() throws Exception {
        nginx.start();
        locate();
        visitor = visitor(Timeouts.builder()
                .connect(LIMIT)
                .read(LIMIT)
                .total(Duration.ofSeconds(20))
                .build());
        assertThat(visitor.get(URL).text()).isEqualTo(PAGE);
    }

    private Visitor visitor(Timeouts timeouts) {
        Connector connector = Connector.builder()
                .resolver((loop, host) -> Future.completed(List.of(address)))
                .build();
        return new Visitor(FetcherOptions.builder()
                .timeouts(timeouts)
                .maxPerOrigin(2)
                .maxConnections(2)
                .connector(connector)
                .build());
    }

    private void locate() throws Exception {
        address = InetAddress.getByName(nginx.address());
    }

    @AfterEach
    void stop() {
        visitor.close();
        nginx.stop();
        network.close();
    }

    // --------------------------------------------------------------------------------------------- four requests

    private List<Completed<Response>> fetchFour() throws Exception {
        List<Future<Response>> responses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            responses.add(visitor.fetcher.fetch(Request.get(URL)));
        }
        return visitor.loop.runUntil(Future.allSettled(visitor.loop, responses));
    }

    /** Two by two they give up, each pair when its time is over. */
    private void assertFailures(Class<?> onTheConnectionThatWas, Class<?> onNewOnes) throws Exception {
        List<Completed<Response>> outcomes = fetchFour();

        assertThat(outcomes.get(0).error()).isInstanceOf(onTheConnectionThatWas);
        assertThat(outcomes.subList(1, 4))
                .allSatisfy(outcome -> assertThat(outcome.error()).isInstanceOf(onNewOnes));
        assertThat(visitor.fetcher.connections()).isZero();
    }

    private void assertRecovered() throws Exception {
        assertThat(fetchFour())
                .allSatisfy(outcome -> assertThat(outcome.resultNow().text()).isEqualTo(PAGE));
    }

    /** Begins to read an answer that takes five seconds, and returns the rest. */
    private BodyStream begin() throws Exception {
        BodyStream body = visitor.loop.runUntil(visitor.fetcher.handle(Request.get(SLOW_URL))).body().stream();
        assertThat(visitor.loop.runUntil(body.read()).hasRemaining()).isTrue();
        return body;
    }

    /** What reading on comes to. */
    private Throwable error(BodyStream body) throws Exception {
        try {
            while (visitor.loop.runUntil(body.read()) != null) {
                assertThat(visitor.loop.isClosed()).isFalse();
            }
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    // --------------------------------------------------------------------------------------------------- faults

    /** Its kernel goes on: it accepts connections and takes requests. Nobody answers. */
    @Test
    void paused() throws Exception {
        nginx.engine().pauseContainerCmd(nginx.getContainerId()).exec();
        assertFailures(ReadTimeoutException.class, ReadTimeoutException.class);

        nginx.engine().unpauseContainerCmd(nginx.getContainerId()).exec();
        assertRecovered();
    }

    @Test
    void pausedInTheMiddleOfAnAnswer() throws Exception {
        BodyStream body = begin();
        nginx.engine().pauseContainerCmd(nginx.getContainerId()).exec();
        assertThat(error(body)).isInstanceOf(ReadTimeoutException.class);

        nginx.engine().unpauseContainerCmd(nginx.getContainerId()).exec();
        assertRecovered();
    }

    @Test
    void killedInTheMiddleOfAnAnswer() throws Exception {
        BodyStream body = begin();
        nginx.engine().killContainerCmd(nginx.getContainerId()).exec();
        assertThat(error(body)).isInstanceOf(IOException.class).hasMessageContaining("EOF inside of a body");
        assertThat(fetchFour())
                .allSatisfy(outcome -> assertThat(outcome.error()).isInstanceOf(ConnectTimeoutException.class));

        nginx.engine().startContainerCmd(nginx.getContainerId()).exec();
        locate();
        visitor.loop.runUntil(untilItAnswers());
        assertRecovered();
    }

    private Future<Response> untilItAnswers() {
        return visitor.fetcher
                .fetch(Request.get(URL))
                .recoverWith(error -> visitor.loop.sleep(Duration.ofMillis(20)).flatMap(slept -> untilItAnswers()));
    }

    @Test
    void cutOffTheNetwork() throws Exception {
        nginx.engine()
                .disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(nginx.getContainerId())
                .exec();
        assertFailures(ReadTimeoutException.class, ConnectTimeoutException.class);

        nginx.engine()
                .connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(nginx.getContainerId())
                .exec();
        locate();
        assertRecovered();
    }

    // region dropped
    @Test
    void behindAPortThatDropsEverything() throws Exception {
        nginx.run("iptables", "-A", "INPUT", "-p", "tcp", "--dport", "80", "-j", "DROP");
        assertFailures(ReadTimeoutException.class, ConnectTimeoutException.class);

        nginx.run("iptables", "-F", "INPUT");
        assertRecovered();
    }
    // endregion

    @Test
    void behindAPortThatBeginsToDropInTheMiddleOfAnAnswer() throws Exception {
        BodyStream body = begin();
        nginx.run("iptables", "-A", "OUTPUT", "-p", "tcp", "--sport", "80", "-j", "DROP");
        assertThat(error(body)).isInstanceOf(ReadTimeoutException.class);

        nginx.run("iptables", "-F", "OUTPUT");
        assertRecovered();
    }

    /**
     * A response may take longer than the read time-out, as long as bytes arrive. The queue of the line holds two pages, so
     * no packet is lost. With a loss, TCP would hold back what follows until the packet, sent again, has passed the queue.
     * One page takes half a second, so a response whose bytes are behind those of another one is not late.
     */
    @Test
    void behindANarrowLine() throws Exception {
        nginx.run("tc qdisc add dev eth0 root tbf rate 1500kbit burst 8kb latency 2s".split(" "));
        assertRecovered();

        try (Visitor hurried =
                visitor(Timeouts.builder().total(Duration.ofMillis(500)).build())) {
            assertThat(hurried.failure(Request.get(URL))).isInstanceOf(TotalTimeoutException.class);
            nginx.run("tc", "qdisc", "del", "dev", "eth0", "root");
            assertThat(hurried.get(URL).text()).isEqualTo(PAGE);
        }
    }
}
