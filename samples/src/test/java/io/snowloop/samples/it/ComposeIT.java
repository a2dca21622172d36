// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.junit.jupiter.Container;

/**
 * What {@code docs/how-to/deploy.md} says of {@code deploy/compose.yaml}. Docker Compose runs in a container, and has the engine of this test; the images
 * of HAProxy and Redis are those of Debian.
 */
@NeedsDocker
@EnabledOnOs(
        value = OS.LINUX,
        disabledReason = "elsewhere the folder of this project is not one of the engine's machine")
@DisplayName("HAProxy, two servers and Redis, by Docker Compose")
@Tag("once")
class ComposeIT {
    @RegisterExtension
    static final BeforeAllCallback CHAT = ChatImage.BUILT;

    private static final ImageFromDockerfile IMAGE = new ImageFromDockerfile("localhost/snowloop/compose", false)
            .withDockerfileFromBuilder(dockerfile -> dockerfile
                    .from("debian:bookworm-slim")
                    .run("apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"
                            + " --no-install-recommends docker-compose && rm -rf /var/lib/apt/lists/*"));

    private static final Path DEPLOY = ChatImage.file("deploy");

    @Container
    private static final PeerContainer COMPOSE = new PeerContainer(IMAGE)
            .withCommand("sleep", "infinity")
            .withFileSystemBind(
                    DockerClientFactory.instance().getRemoteDockerUnixSocketPath(),
                    "/var/run/docker.sock",
                    BindMode.READ_WRITE)
            .withFileSystemBind(DEPLOY.toString(), DEPLOY.toString(), BindMode.READ_ONLY)
            .withEnv(Map.of(
                    "COMPOSE_PROJECT_NAME",
                    "snowloop" + UUID.randomUUID().toString().substring(0, 8),
                    "COMPOSE_FILE",
                    DEPLOY.resolve("compose.yaml").toString(),
                    "CHAT_IMAGE",
                    ChatImage.NAME,
                    "HAPROXY_IMAGE",
                    "localhost/snowloop/peers",
                    "REDIS_IMAGE",
                    "localhost/snowloop/peers",
                    "PORT",
                    "127.0.0.1:")); // any

    private static String compose(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker-compose", "--no-ansi"));
        command.addAll(List.of(arguments));
        return COMPOSE.run(command.toArray(new String[0]));
    }

    @BeforeAll
    static void up() {
        compose("up", "-d", "--no-build"); // each when those are healthy that it needs
    }

    @AfterAll
    static void down() {
        compose("down", "-v");
    }

    private static String url(String path) {
        return "http://" + compose("port", "haproxy", "80").strip() + path;
    }

    private static InspectContainerResponse inspect(String service) {
        String id = compose("ps", "-q", service).strip();
        return COMPOSE.engine().inspectContainerCmd(id).exec();
    }

    @Test
    void aRestartOfOneAfterTheOtherFailsNoRequest() throws Exception {
        try (Visitor visitor = new Visitor()) {
            String url = url("/chat.css");
            Askers askers = new Askers(visitor, 8, url);
            for (String each : List.of("chat1", "chat2")) {
                askers.andThen(100);
                askers.during(() -> {
                    compose("restart", each);
                    awaitHealthy(each);
                });
            }
            askers.andThen(100);
            askers.stop();
            assertThat(askers.failed).isEmpty();
        }
    }

    private static void awaitHealthy(String service) {
        while (!inspect(service).getState().getHealth().getStatus().equals("healthy")) {
            Thread.onSpinWait(); // each look takes a process
        }
    }

    @Test
    void eachIsCheckedAndHasItsLimits() {
        for (String each : List.of("haproxy", "chat1", "chat2", "redis")) {
            awaitHealthy(each);
            InspectContainerResponse container = inspect(each);
            assertThat(container.getHostConfig().getMemory()).as(each).isBetween(1L << 20, 256L << 20);
            assertThat(container.getRestartCount()).as(each).isZero();
        }
        InspectContainerResponse chat = inspect("chat1");
        assertThat(chat.getHostConfig().getReadonlyRootfs()).isTrue();
        assertThat(chat.getConfig().getUser()).isEqualTo("10001:10001");
    }
}
