// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program may print more than memory has. */
class TailTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_000, 10_923, 10_924, 20_000, 100_000})
    void isTheEndOfAllThatWasPrinted(int lines) throws InterruptedException {
        String all = IntStream.range(0, lines)
                .mapToObj(i -> String.format("%05d%n", i))
                .collect(Collectors.joining());

        String text = Tail.of(new ByteArrayInputStream(all.getBytes(StandardCharsets.US_ASCII)))
                .text();

        assertThat(text).isEqualTo(all.substring(Math.max(0, all.length() - 64 * 1024)));
    }
}
