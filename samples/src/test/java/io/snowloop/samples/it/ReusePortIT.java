// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.wait.strategy.Wait;

/** What {@code docs/how-to/deploy.md} says of several processes on one port. */
@NeedsDocker
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a port of this machine stands between us and the container")
@DisplayName("Two processes on one port")
@Tag("oldest")
class ReusePortIT {
    @RegisterExtension
    static final BeforeAllCallback CHAT = ChatImage.BUILT;

    /** Two listeners, and clients that no one has accepted yet. One listener is closed: what is left to the other? */
    private static final String QUEUES = """
            from socket import *
            def listener(port):
                s = socket()
                s.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
                s.bind(("127.0.0.1", port))
                s.listen(128)
                s.setblocking(False)
                return s
            one = listener(0)
            two = listener(one.getsockname()[1])
            clients = [create_connection(one.getsockname()) for i in range(64)]
            one.close()
            accepted = []
            while True:
                try:
                    accepted.append(two.accept())
                except BlockingIOError:
                    break
            reset = 0
            for client in clients:
                client.setblocking(False)
                try:
                    client.recv(1)
                except BlockingIOError:
                    pass
                except ConnectionResetError:
                    reset += 1
            print(len(accepted), reset)
            """;

    private static final String TWO = "for i in one two; do /opt/java/bin/java -XX:-UsePerfData"
            + " -jar /opt/snowloop/snowloop.jar run chat --host 0.0.0.0 --reuse-port > /tmp/$i 2>&1 & echo $! > /tmp/$i.pid;"
            + " done; tail -F /tmp/one /tmp/two & wait";

    private static PeerContainer with(PeerContainer container, int migrate) {
        return container.withCreateContainerCmdModifier(
                create -> create.getHostConfig().withSysctls(Map.of("net.ipv4.tcp_migrate_req", "" + migrate)));
    }

    /** While the request is sent, or while the client is told that it is connected. */
    private static final Pattern RESET = Pattern.compile("ConnectionClosedException|Connection reset");

    @ParameterizedTest(name = "net.ipv4.tcp_migrate_req = {0}")
    @ValueSource(ints = {0, 1})
    void whatWaitsForAListenerThatCloses(int migrate) {
        try (PeerContainer linux = with(PeerContainer.shell(), migrate)) {
            linux.start();
            String[] counts = linux.run("python3", "-c", QUEUES).strip().split(" ");
            int accepted = Integer.parseInt(counts[0]);
            int reset = Integer.parseInt(counts[1]);
            System.out.println(
                    "of 64 connections " + accepted + " came to the other listener, " + reset + " were reset");

            assertThat(accepted + reset).isEqualTo(64);
            if (migrate == 0) {
                assertThat(reset).isBetween(1, 63);
            } else {
                assertThat(reset).isZero();
            }
        }
    }

    @ParameterizedTest(name = "net.ipv4.tcp_migrate_req = {0}")
    @ValueSource(ints = {0, 1})
    void oneEndsUnderLoad(int migrate) throws Exception {
        PeerContainer both = with(new PeerContainer(ChatImage.image()), migrate)
                .withCreateContainerCmdModifier(create -> create.withEntrypoint("bash", "-c", TWO))
                .withTmpFs(Map.of("/tmp", ""))
                .waitingFor(Wait.forLogMessage(".*listening on.*", 2));
        try (both) {
            both.start();
            try (Visitor visitor = new Visitor()) {
                Askers askers =
                        new Askers(visitor, 32, "http://" + both.address() + ":" + ChatImage.PORT + "/chat.css");
                askers.andThen(2_000);
                askers.during(() -> both.run(
                        "bash", "-c", "pid=$(cat /tmp/one.pid); kill $pid; tail --pid=$pid -s 0.05 -f /dev/null"));
                askers.andThen(2_000);
                askers.stop();

                System.out.println("of " + (askers.served + askers.failed.size()) + " requests " + askers.failed.size()
                        + " failed");
                if (migrate == 0) {
                    assertThat(askers.failed)
                            .allMatch(each -> RESET.matcher(each).find());
                } else {
                    assertThat(askers.failed).isEmpty();
                }
            }
            for (String each : new String[] {"/tmp/one", "/tmp/two"}) {
                String pages = both.run("grep", "-c", "GET /chat.css 200", each).strip();
                assertThat(Integer.parseInt(pages)).as(each).isGreaterThan(500);
            }
        }
    }
}
