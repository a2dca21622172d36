// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.testing.TestLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RobotsReaderTest {
    private final List<Future<RobotsTxt>> files = new ArrayList<>();

    /** Begins to read in a task of the loop. Returns how many turns it took. */
    private int turns(TestLoop test, String text) {
        test.loop.execute(() -> files.add(RobotsReader.read(text.getBytes(StandardCharsets.UTF_8))));
        int turns = 0;
        do {
            test.turn();
            turns++;
        } while (!files.get(0).isDone());
        return turns;
    }

    @Test
    void aFileOfAUsualSizeIsReadAtOnce() {
        try (TestLoop test = new TestLoop()) {
            assertThat(turns(test, "User-agent: *\nDisallow: /a\n")).isEqualTo(1);
            assertThat(files.get(0).resultNow().allows("MyBot", "/a")).isFalse();
        }
    }

    /** Some 10 ms for each 32 KiB of the shortest rules on a slow machine. */
    @Test
    void aLargeOneTakesSeveralTurnsAndLosesNoLine() {
        StringBuilder text = new StringBuilder("\u00ef\u00bb\u00bfUser-agent: *\n");
        for (int i = 0; text.length() < 400_000; i++) {
            text.append("Allow:/").append(i).append("\nDisallow:/no").append(i).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        try (TestLoop test = new TestLoop()) {
            assertThat(turns(test, text.substring(3))).isEqualTo(1 + 400_000 / (32 * 1024));

            RobotsRules rules = files.get(0).resultNow().rules("MyBot");
            assertThat(rules.memory())
                    .isEqualTo(RobotsTxt.parse(bytes).rules("MyBot").memory());
            assertThat(rules.refusal("/no9999")).isEqualTo("Disallow: /no9999");
        }
    }

    @Test
    void oneThatWasCancelledIsNotReadToItsEnd() {
        try (TestLoop test = new TestLoop()) {
            test.inTask(() ->
                    files.add(RobotsReader.read("Allow:/a\n".repeat(50_000).getBytes(StandardCharsets.UTF_8))));
            files.get(0).cancel();
            test.turn();
            assertThat(test.loop.timeToWait()).as("nothing is queued").isEqualTo(-1);
        }
    }
}
