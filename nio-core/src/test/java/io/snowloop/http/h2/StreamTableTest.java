// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Method;
import io.snowloop.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The table against a map, with the numbers that connections have and with others. */
class StreamTableTest {
    @Seeds(50)
    void asAMap(long seed) {
        Random random = new Random(seed);
        StreamTable table = new StreamTable();
        Map<Integer, Stream> map = new HashMap<>();
        int next = 1;
        for (int step = 0; step < 2000; step++) {
            if (random.nextInt(100) < 52) {
                Stream stream = new Stream(next, Method.GET, 0, 0);
                table.put(stream);
                map.put(next, stream);
                next += random.nextInt(3) == 0 ? 2 * (1 + random.nextInt(40)) : 2;
            } else if (!map.isEmpty()) {
                List<Integer> numbers = new ArrayList<>(map.keySet());
                int gone = numbers.get(random.nextInt(numbers.size()));
                table.remove(map.remove(gone));
            }
            assertThat(table.size()).isEqualTo(map.size());
            int number = 1 + 2 * random.nextInt(next);
            assertThat(table.get(number)).isSameAs(map.get(number));
        }
        map.forEach((number, stream) -> assertThat(table.get(number)).isSameAs(stream));
        List<Stream> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(map.values());
    }
}
