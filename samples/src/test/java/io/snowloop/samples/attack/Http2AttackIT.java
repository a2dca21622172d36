// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All attacks are made on one server, in a small heap: what one of them leaves is there in the end. */
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "elsewhere a process can't tell its descriptors")
@Tag("once") // it takes half a minute
@DisplayName("A server answers others of HTTP/2 meanwhile, and holds no more than before, after")
class Http2AttackIT {
    /** What the heap may grow by: classes, and caches that fill. */
    private static final long HEAP = 4 << 20;

    private static Target target;
    private static long heap;

    static Stream<Attack> attacks() {
        return Http2Attacks.all();
    }

    @BeforeAll
    static void start() throws Exception {
        target = Target.start(Setup.DEFAULT.with("-Xmx64m"));
        GoodTraffic.overHttp2(target).close();
        heap = target.heap();
    }

    /** Others are answered while it is made. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void an(Attack attack) throws Exception {
        run(attacked -> {
            try (GoodTraffic others = GoodTraffic.overHttp2(attacked)) {
                attack.run(attacked);
            }
        });
    }

    static Stream<Attack> alone() {
        return Http2SlowAttacks.alone();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void alone(Attack attack) throws Exception {
        run(attack::run);
    }

    private static void run(Attack.Action action) throws Exception {
        try {
            action.run(target);
            target.assertAnswers();
            target.awaitRest();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(e + "\nThe server's log:\n" + target.log(), e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        try (Target ended = target) {
            assertThat(ended.heap()).as("heap in bytes").isLessThan(heap + HEAP);
        }
    }
}
