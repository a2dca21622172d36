// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty clients are in the middle of a body when the fault happens, and one that is well goes on being served. */
@NeedsDocker
@DisplayName("A Snow app whose clients are")
@Tag("oldest")
class ClientFaultsIT {
    private static final int CLIENTS = 20;
    private static final ServerOptions OPTIONS = ServerOptions.builder()
            .timeouts(ServerTimeouts.builder()
                    .responseGrace(Duration.ofSeconds(3))
                    .build())
            .build();

    private final PeerContainer shell = PeerContainer.shell()
            .withCreateContainerCmdModifier(create -> create.getHostConfig().withCapAdd(Capability.NET_ADMIN));

    private Backend backend;
    private Visitor visitor;

    @BeforeEach
    void start() {
        shell.start();
        backend = new Backend("one", OPTIONS);
        visitor = new Visitor();
    }

    @AfterEach
    void stop() {
        visitor.close();
        backend.close();
        shell.stop();
    }

    /** Has clients download what never ends, at a speed that leaves the machine to others, and waits until they do. */
    private void download() throws Exception {
        String curl = "curl -s -o /dev/null --limit-rate 20M " + backend.url("/zeros/100000000");
        shell.run("sh", "-c", "for i in $(seq " + CLIENTS + "); do " + curl + " & done");
        serveUntilStreams(CLIENTS);
    }

    private void serveUntilStreams(int count) throws Exception {
        while (backend.streams.get() != count) {
            assertThat(visitor.get(backend.server.url("/")).text()).isEqualTo("one");
            visitor.loop.runUntil(visitor.loop.sleep(Duration.ofMillis(10)));
        }
    }

    private void assertNothingIsLeft() throws Exception {
        serveUntilStreams(0);
        assertThat(visitor.get(backend.server.url("/")).text()).isEqualTo("one");
        backend.server.drain(Duration.ofSeconds(20)).await(Duration.ofSeconds(30));
    }

    @Test
    void paused() throws Exception {
        download();
        shell.engine().pauseContainerCmd(shell.getContainerId()).exec();
        assertNothingIsLeft();
        shell.engine().unpauseContainerCmd(shell.getContainerId()).exec();
    }

    @Test
    void killed() throws Exception {
        download();
        shell.engine().killContainerCmd(shell.getContainerId()).exec();
        assertNothingIsLeft();
    }

    @Test
    void cutOffTheNetwork() throws Exception {
        download();
        shell.engine()
                .disconnectFromNetworkCmd()
                .withNetworkId("bridge")
                .withContainerId(shell.getContainerId())
                .exec();
        assertNothingIsLeft();
    }

    /** In either direction: what we send doesn't arrive, or what they send, which says that it arrived. */
    @ParameterizedTest
    @ValueSource(strings = {"INPUT", "OUTPUT"})
    void behindALineThatDropsEverything(String direction) throws Exception {
        download();
        shell.run("iptables", "-A", direction, "-p", "tcp", "-j", "DROP");
        assertNothingIsLeft();
    }
}
