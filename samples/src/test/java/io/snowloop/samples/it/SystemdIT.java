// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.utility.MountableFile;

/** What {@code docs/how-to/deploy.md} says of the units in {@code deploy/systemd}. systemd is process 1 of a container, as of a machine. */
@NeedsDocker
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a port of this machine stands between us and the container")
@DisplayName("The chat as a service of systemd")
@Tag("once")
class SystemdIT {
    private static final ImageFromDockerfile IMAGE = new ImageFromDockerfile("localhost/snowloop/systemd", false)
            .withDockerfileFromBuilder(dockerfile -> dockerfile
                    .from("debian:bookworm-slim")
                    .run("apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"
                            + " --no-install-recommends systemd openjdk-17-jre-headless"
                            + " && rm -rf /var/lib/apt/lists/*"));

    @Container
    private static final PeerContainer MACHINE = new PeerContainer(IMAGE)
            .withCommand("/lib/systemd/systemd", "--show-status=no")
            .withEnv("container", "docker")
            .withTmpFs(Map.of("/run", "", "/run/lock", "", "/tmp", ""))
            .withCopyFileToContainer(unit("snowloop.socket"), "/etc/systemd/system/snowloop.socket")
            .withCopyFileToContainer(unit("snowloop.service"), "/etc/systemd/system/snowloop.service")
            .withCopyFileToContainer(MountableFile.forHostPath(ChatImage.jar()), "/opt/snowloop/snowloop.jar")
            .withCreateContainerCmdModifier(create -> {
                HostConfig host =
                        create.getHostConfig(); // it mounts, and makes control groups; the test looks into a process
                host.withCapAdd(Capability.SYS_ADMIN, Capability.SYS_PTRACE).withCgroupnsMode("private");
                host.withSecurityOpts(List.of("seccomp=unconfined"));
            })
            .waitingFor(Wait.forSuccessfulCommand("systemctl is-system-running --wait"));

    private static MountableFile unit(String name) {
        return MountableFile.forHostPath(ChatImage.file("deploy/systemd/" + name));
    }

    @BeforeAll
    static void enable() {
        MACHINE.run("systemctl", "enable", "--now", "snowloop.socket");
    }

    /** More often than systemd starts a service that fails: five times in ten seconds. */
    private static void restart() {
        MACHINE.run("systemctl", "reset-failed", "snowloop.service");
        MACHINE.run("systemctl", "restart", "snowloop.service");
    }

    private static String property(String name) {
        return MACHINE.run("systemctl", "show", "--value", "-p", name, "snowloop.service")
                .strip();
    }

    @Test
    void theUnitsAreValid() {
        assertThat(MACHINE.run("systemd-analyze", "verify", "snowloop.socket", "snowloop.service"))
                .isEmpty();
    }

    @Test
    void runsWithoutRoot() throws Exception {
        restart();
        assertThat(MACHINE.run("stat", "-c", "%u", "/proc/" + property("MainPID"))
                        .strip())
                .isNotEqualTo("0");
    }

    @Test
    void theFirstConnectionStartsIt() throws Exception {
        MACHINE.run("systemctl", "stop", "snowloop.service");
        assertThat(property("Result")).as("143 is no failure").isEqualTo("success");
        assertThat(property("ActiveState")).isEqualTo("inactive");
        try (Visitor visitor = new Visitor()) {
            assertThat(visitor.get(url("/health")).text()).isEqualTo("ready\n");
        }
        assertThat(property("ActiveState")).isEqualTo("active");
    }

    private static String url(String path) {
        return "http://" + MACHINE.address() + ":" + ChatImage.PORT + path;
    }

    @Test
    void aRestartRefusesNoConnection() throws Exception {
        Set<String> processes = new LinkedHashSet<>();
        try (Visitor visitor = new Visitor()) {
            Askers askers = new Askers(visitor, 8, url("/chat.css"));
            for (int i = 0; i < 3; i++) {
                askers.andThen(100);
                askers.during(() -> processes.add(property("MainPID")));
                askers.during(SystemdIT::restart);
            }
            askers.andThen(100);
            askers.stop();
            assertThat(askers.failed).isEmpty();
        }
        assertThat(processes).hasSize(3).doesNotContain("0");
    }

    @Test
    void aRestartAnswersWhatIsUnderWay() throws Exception {
        restart();
        String old = property("MainPID");
        try (UnderWay request = new UnderWay(MACHINE.address(), ChatImage.PORT)) {
            CompletableFuture<Void> restart = CompletableFuture.runAsync(SystemdIT::restart);
            request.awaitDrain();
            assertThat(MACHINE.run("readlink", "/proc/" + old + "/fd/1"))
                    .as("its standard output, which System.inheritedChannel().close() would lead to /dev/null")
                    .startsWith("socket:");
            assertThat(request.finish()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("}\n");
            restart.join();
        }
        assertThat(property("MainPID")).isNotEqualTo(old);
    }
}
