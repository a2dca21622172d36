// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import io.snowloop.http.Response;
import java.net.ConnectException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;

/** What {@code docs/how-to/deploy.md} says of {@code deploy/Dockerfile}. */
@NeedsDocker
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a port of this machine stands between us and the container")
@DisplayName("The image of the chat")
@Tag("once")
class ImageIT {
    /** On disk, of both what jlink leaves of the JDK and the jar. */
    private static final long MOST_BYTES = 90_000_000;

    @Container
    private static final PeerContainer CHAT = chat();

    private static PeerContainer chat() {
        return new PeerContainer(ChatImage.image())
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = create.getHostConfig();
                    host.withReadonlyRootfs(true).withCapDrop(Capability.ALL).withMemory(256L << 20);
                })
                .waitingFor(Wait.forHealthcheck());
    }

    @Test
    void runsWithoutRootOnAFileSystemThatIsReadOnly() {
        assertThat(CHAT.run("id", "-u").strip()).isEqualTo("10001");
        assertThat(CHAT.tryToRun("touch", "/tmp/a").getStderr()).contains("Read-only file system");
        assertThat(CHAT.getLogs()).contains("listening on").doesNotContainIgnoringCase("warning");
    }

    @Test
    void answersFromOutside() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Response page = visitor.get("http://" + CHAT.address() + ":" + ChatImage.PORT + "/");
            assertThat(page.text()).contains("<title>Chat</title>");
        }
    }

    @Test
    void theHealthCheckFailsWhereNothingListens() {
        assertThat(CHAT.tryToRun("/opt/snowloop/health", "8015").getExitCode()).isZero();
        assertThat(CHAT.tryToRun("/opt/snowloop/health", "8016").getExitCode()).isOne();
    }

    @Test
    void trustsTheAuthoritiesOfDebian() {
        assertThat(CHAT.run("stat", "-c", "%F %s", "/opt/java/lib/security/cacerts"))
                .matches("regular file \\d{6,}\\s");
    }

    @Test
    void addsLittleToItsBase() {
        long all = size(ChatImage.NAME);
        long base = size("debian:bookworm-slim");
        System.out.println("the image adds " + (all - base) / 1_000_000 + " MB to its base");
        assertThat(all - base).isBetween(1L, MOST_BYTES);
    }

    private static long size(String image) {
        Long size = CHAT.engine().inspectImageCmd(image).exec().getSize();
        assertThat(size).isNotNull();
        return size;
    }

    @Test
    void aStopAnswersWhatIsUnderWay() throws Exception {
        try (PeerContainer chat = chat()) {
            chat.start();
            String host = chat.address();
            try (UnderWay request = new UnderWay(host, ChatImage.PORT)) {
                CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> chat.engine() // docker stop -t 60
                        .stopContainerCmd(chat.getContainerId())
                        .withTimeout(60)
                        .exec());
                request.awaitDrain();
                assertThatThrownBy(() -> new Socket(host, ChatImage.PORT)).isInstanceOf(ConnectException.class);
                assertThat(stop).isNotDone();

                assertThat(request.finish())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("\r\nConnection: close\r\n")
                        .endsWith("}\n");
                stop.join();
            }
            assertThat(chat.getCurrentContainerInfo().getState().getExitCodeLong())
                    .isEqualTo(143);
        }
    }
}
