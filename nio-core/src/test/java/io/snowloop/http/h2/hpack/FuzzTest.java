// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Any bytes give fields or an {@link HpackException}; what the fields stand for is bounded by the limit. */
class FuzzTest {
    private static final int LIMIT = 4096;

    @Seeds(3000)
    void anyBlock(long seed) {
        Random random = new Random(seed);
        HpackDecoder decoder = new HpackDecoder(LIMIT);
        try {
            for (int i = 0; i < 20; i++) {
                byte[] block = random.nextBoolean() ? mutated(random) : anyBytes(random);
                List<HeaderField> fields = new ArrayList<>();
                decoder.decode(block, 0, block.length, fields::add);
                int size = fields.stream().mapToInt(HeaderField::size).sum();
                assertThat(size).isLessThanOrEqualTo(LIMIT);
            }
        } catch (HpackException e) {
            assertThat(e).message().isNotEmpty();
        }
    }

    private static byte[] anyBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A block of an encoder, with a few other bytes in it. */
    private static byte[] mutated(Random random) {
        HpackEncoder encoder = new HpackEncoder(4096);
        ByteQueue out = new ByteQueue();
        for (int i = random.nextInt(10); i >= 0; i--) {
            encoder.encode("x-" + random.nextInt(4), "value".repeat(random.nextInt(30)), out);
        }
        byte[] bytes = Blocks.bytes(Blocks.hex(out));
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
