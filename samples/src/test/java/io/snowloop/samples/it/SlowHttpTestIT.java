// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.junit.jupiter.Container;

@NeedsDocker
@DisplayName("A Snow app is attacked by slowhttptest")
@Tag("oldest")
class SlowHttpTestIT {
    private static final ServerOptions OPTIONS = ServerOptions.builder()
            .timeouts(ServerTimeouts.builder()
                    .head(Duration.ofSeconds(5))
                    .bodyGrace(Duration.ofSeconds(5))
                    .responseGrace(Duration.ofSeconds(5))
                    .build())
            .build();

    private static final int MANY = 200;

    @Container
    private static final PeerContainer SHELL = PeerContainer.shell();

    /** All attackers are cut off, long before they would stop; and meanwhile everyone else is served. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "slowloris, -H -x 10,           /",
        "slow body, -B -x 10 -s 100000, /digest",
        "slow read, -X -w 1 -y 2 -z 1,  /zeros/200",
    })
    void othersAreServed(String name, String attack, String path) throws Exception {
        FetcherOptions newConnections =
                FetcherOptions.builder().keepAlive(Duration.ZERO).build();
        try (Backend backend = new Backend("one", OPTIONS);
                Visitor visitor = new Visitor(newConnections)) {
            String command = "slowhttptest -c 300 -r 300 -i 1 -l 120 " + attack + " -u " + backend.url(path);
            SHELL.run("sh", "-c", command + " >/tmp/report 2>&1 & echo $! >/tmp/pid");
            int most = 0;
            int served = 0;
            for (int before = 0, after = 0; most < MANY || after > 0; before = after) {
                assertThat(visitor.get(backend.server.url("/")).text()).isEqualTo("one");
                after = attackers(backend);
                most = Math.max(most, after);
                if (Math.min(before, after) >= MANY) {
                    served++;
                }
            }
            assertThat(served)
                    .as("requests that were answered beside %d attackers", most)
                    .isPositive();
            SHELL.tryToRun("sh", "-c", "kill $(cat /tmp/pid)"); // if it isn't over already

            backend.server.drain(Duration.ofSeconds(20)).await(Duration.ofSeconds(30));
            assertThat(backend.streams).hasValue(0);
        }
    }

    /** How many connections the attackers have. Their own reports don't know: who reads slowly sees the end late. */
    private static int attackers(Backend backend) {
        String connections = SHELL.run("ss", "-Htn", "state", "established", "dport", "=", ":" + backend.server.port());
        return (int) connections.lines().count();
    }
}
