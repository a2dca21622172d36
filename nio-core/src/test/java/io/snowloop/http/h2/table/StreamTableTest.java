// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The table against a map, with the numbers that connections have and with others. */
class StreamTableTest {
    @Seeds(50)
    void asAMap(long seed) {
        Random random = new Random(seed);
        StreamTable<String> table = new StreamTable<>();
        TreeMap<Integer, String> map = new TreeMap<>();
        int next = 1;
        for (int step = 0; step < 2000; step++) {
            boolean grows = step / 500 % 2 == 0; // and becomes smaller again
            if (random.nextInt(100) < (grows ? 80 : 22)) {
                table.put(next, "stream " + next);
                map.put(next, "stream " + next);
                next += random.nextInt(3) == 0 ? 2 * (1 + random.nextInt(40)) : 2;
            } else if (!map.isEmpty()) {
                List<Integer> numbers = new ArrayList<>(map.keySet());
                int gone = numbers.get(random.nextInt(numbers.size()));
                assertThat(table.remove(gone)).isEqualTo(map.remove(gone));
                assertThat(table.remove(gone)).isNull();
            }
            assertThat(table.size()).isEqualTo(map.size());
            assertThat(table.isEmpty()).isEqualTo(map.isEmpty());
            int number = 1 + 2 * random.nextInt(next);
            assertThat(table.get(number)).isEqualTo(map.get(number));
        }
        map.forEach((number, stream) -> assertThat(table.get(number)).isEqualTo(stream));
        List<String> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).containsExactlyElementsOf(map.values()); // in the order of the numbers
        assertThat(table.all()).isEqualTo(all);
    }

    @Test
    void theConnectionIsNoStream() {
        StreamTable<String> table = new StreamTable<>();
        table.put(5, "stream 5"); // in the slot that 0 would have
        assertThat(table.get(0)).isNull();
        assertThat(table.remove(0)).isNull();
        assertThat(table.get(5)).isEqualTo("stream 5");
    }

    /** A connection lives for days. The most streams that it had at once are no measure for its memory. */
    @Test
    void itBecomesSmallerAgain() {
        StreamTable<Integer> table = new StreamTable<>();
        for (int number = 1; number < 2_000; number += 2) {
            table.put(number, number);
        }
        assertThat(table.slots()).isEqualTo(2_048);
        for (int number = 3; number < 2_000; number += 2) {
            table.remove(number);
        }
        assertThat(table.slots()).isEqualTo(64);
        assertThat(table.all()).containsExactly(1);
        table.remove(1);
        assertThat(table.slots()).isEqualTo(64);
    }

    @Test
    void streamsThatComeAndGoDoNotChangeItsSize() {
        StreamTable<Integer> table = new StreamTable<>();
        for (int number = 1; number < 80; number += 2) {
            table.put(number, number);
        }
        int slots = table.slots();
        for (int number = 1; number < 40; number += 2) {
            table.remove(number);
            assertThat(table.slots()).isEqualTo(slots);
        }
    }

    /** A server that leaves ends all requests of a client at once. In slots in a row, that would take minutes. */
    @Test
    void streamsThatAllEndInTheirOrderAreNotSearchedFor() {
        StreamTable<Integer> table = new StreamTable<>();
        int last = 700_000;
        for (int number = 1; number < last; number += 2) {
            table.put(number, number);
        }
        for (int number = 1; number < last; number += 2) {
            table.remove(number);
        }
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void anActionMayRemoveStreams() {
        StreamTable<Integer> table = new StreamTable<>();
        for (int number = 1; number < 20; number += 2) {
            table.put(number, number);
        }
        table.forEach(table::remove);
        assertThat(table.isEmpty()).isTrue();
    }
}
