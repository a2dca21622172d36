// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OrderedOutputTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final OrderedOutput output = new OrderedOutput(new PrintStream(written));

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstPartWritesThrough() throws IOException {
        OrderedOutput.Part first = output.next();
        first.write(bytes("a"));

        assertThat(written).hasToString("a");
    }

    @Test
    void laterPartsWaitForTheirTurn() throws IOException {
        OrderedOutput.Part first = output.next();
        OrderedOutput.Part second = output.next();
        OrderedOutput.Part third = output.next();
        third.write(bytes("c"));
        third.end();
        second.write(bytes("b"));
        assertThat(written.size()).isZero();

        first.end();
        assertThat(written).hasToString("b");

        second.write(bytes("B"));
        second.end();
        assertThat(written).hasToString("bBc");
    }

    @Test
    void aPartAfterTheEndOfAllOthersWritesThrough() throws IOException {
        output.next().end();
        output.next().write(bytes("x"));

        assertThat(written).hasToString("x");
    }

    @Test
    void aReaderThatHasGoneIsAnError() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        OrderedOutput broken = new OrderedOutput(new PrintStream(gone));

        assertThatThrownBy(() -> broken.next().write(bytes("x"))).isInstanceOf(IOException.class);
        assertThat(broken.isBroken()).isTrue();
    }

    /** The first URL may be slow, and the second one a body without end. */
    @Test
    void whatWaitsIsInMemoryUpToABoundAndThenInAFile() throws IOException {
        OrderedOutput.Part first = output.next();
        OrderedOutput.Part second = output.next();
        String text = "snow".repeat(10_000);
        for (int i = 0; i < 50; i++) {
            second.write(bytes(text));
        }
        assertThat(second.inMemory()).isLessThan(100_000);

        first.end();
        second.write(bytes("!"));
        assertThat(written).hasToString(text.repeat(50) + "!");
        assertThat(second.inMemory()).isZero();
    }
}
