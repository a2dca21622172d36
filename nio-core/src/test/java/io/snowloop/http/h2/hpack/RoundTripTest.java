// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random fields in random blocks, while both sides change the size of the table: they arrive as they were sent. */
class RoundTripTest {
    private static final int BLOCKS = 200;
    private static final int[] SIZES = {0, 32, 33, 64, 100, 1000, 4095, 4096, 4097, 16_384};
    private static final String[] NAMES = {
        ":method",
        ":path",
        ":status",
        "content-type",
        "Content-Type",
        "X-A",
        "x-a",
        "x-b",
        "cookie",
        "set-cookie",
        "date"
    };

    private final ByteQueue out = new ByteQueue();

    @Seeds(200)
    void fieldsArriveAsTheyWereSent(long seed) throws HpackException {
        Random random = new Random(seed);
        HpackEncoder encoder = new HpackEncoder(SIZES[random.nextInt(SIZES.length)]);
        HpackDecoder decoder = new HpackDecoder(1 << 20);
        for (int i = 0; i < BLOCKS; i++) {
            for (int changes = random.nextInt(20) - 17; changes > 0; changes--) {
                int size = SIZES[random.nextInt(SIZES.length)];
                decoder.setMaxTableSize(size);
                encoder.setMaxTableSize(size);
            }
            List<String> sent = encode(encoder, random);
            assertThat(Blocks.decode(decoder, Blocks.hex(out))).isEqualTo(sent);
        }
    }

    /** A block has a field at least: a change of the table's size goes with the first. */
    @SuppressWarnings("EnumOrdinal") // any of them
    private List<String> encode(HpackEncoder encoder, Random random) {
        List<String> sent = new ArrayList<>();
        for (int fields = 1 + random.nextInt(12); fields > 0; fields--) {
            String name = random.nextInt(4) > 0 ? NAMES[random.nextInt(NAMES.length)] : "x-" + random.nextInt(300);
            String value = value(random);
            Indexing indexing = Indexing.values()[random.nextInt(3)];
            encoder.encode(name, value, indexing, out);
            sent.add(Blocks.text(new HeaderField(name.toLowerCase(Locale.ROOT), value))
                    + (indexing == Indexing.NEVER ? " (never indexed)" : ""));
        }
        return sent;
    }

    private static String value(Random random) {
        if (random.nextBoolean()) {
            return String.valueOf(random.nextInt(20) * 100);
        }
        StringBuilder value = new StringBuilder();
        int most = random.nextBoolean() ? 256 : 128;
        int length = random.nextInt(10) == 0 ? random.nextInt(2000) : random.nextInt(50);
        for (int i = 0; i < length; i++) {
            value.append((char) random.nextInt(most));
        }
        return value.toString();
    }
}
