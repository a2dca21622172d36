// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.snowloop.buffer.ByteQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The property of {@link FuzzTest}, with bytes from Jazzer: any block gives fields or an {@link HpackException}, and the
 * fields are the same after an encoder and another decoder.
 *
 * <p>It runs in the profile {@code fuzz} only, see CONTRIBUTING.
 */
class DecoderFuzzTest {
    private static final int LIMIT = 64 * 1024;

    private static Stream<byte[]> blocks() {
        return RfcExamplesTest.connections()
                .flatMap(connection -> connection.blocks().stream())
                .map(block -> Blocks.bytes(block.hex()));
    }

    @MethodSource("blocks")
    @FuzzTest
    void block(byte[] bytes) throws HpackException {
        List<HeaderField> fields = new ArrayList<>();
        try {
            new HpackDecoder(LIMIT).decode(bytes, 0, bytes.length, fields::add);
        } catch (HpackException e) {
            return;
        }
        List<HeaderField> sent =
                fields.stream().filter(HeaderField::isWellFormed).toList();
        ByteQueue again = new ByteQueue();
        HpackEncoder encoder = new HpackEncoder(HpackDecoder.DEFAULT_TABLE_SIZE);
        for (HeaderField field : sent) {
            encoder.encode(field.name(), field.value(), again);
        }
        List<HeaderField> received = new ArrayList<>();
        new HpackDecoder(LIMIT).decode(again.array(), again.arrayOffset(), again.size(), received::add);
        assertThat(received).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(received.get(i).name()).isEqualTo(sent.get(i).name());
            assertThat(received.get(i).value()).isEqualTo(sent.get(i).value());
        }
    }
}
