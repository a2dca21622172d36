// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingKeyTest {
    private static final MaskingKey KEY = new MaskingKey(0x37fa213d);

    @Test
    void masksTheHelloOfTheRfc() {
        ByteBuffer bytes = ByteBuffer.wrap("Hello".getBytes(StandardCharsets.UTF_8));
        KEY.apply(bytes, 0);
        assertThat(bytes.array()).isEqualTo(HexFormat.of().parseHex("7f9f4d5158")); // RFC 6455 §5.7
    }

    /** The algorithm of RFC 6455 §5.3, octet by octet. */
    private static byte[] masked(byte[] payload) {
        byte[] octets = ByteBuffer.allocate(4).putInt(KEY.octets()).array();
        byte[] masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            masked[i] = (byte) (payload[i] ^ octets[i % 4]);
        }
        return masked;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 125, 4_096})
    void masksEveryLengthWhereverThePayloadIsCut(int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        for (int cut = 0; cut <= Math.min(length, 20); cut++) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(length).put(payload).flip();
            KEY.apply(bytes.slice(0, cut).order(ByteOrder.LITTLE_ENDIAN), 0);
            KEY.apply(bytes.position(cut), cut);
            assertThat(bytes.rewind()).isEqualTo(ByteBuffer.wrap(masked(payload)));
        }
    }

    @Test
    void masksOnlyBetweenPositionAndLimit() {
        ByteBuffer bytes = ByteBuffer.allocate(30).position(3).limit(22);
        KEY.apply(bytes, (1L << 32) + 1);
        assertThat(bytes.position()).isEqualTo(3);
        assertThat(bytes.limit()).isEqualTo(22);
        assertThat(bytes.array())
                .startsWith(0, 0, 0, 0xfa, 0x21, 0x3d, 0x37)
                .endsWith(0x37, 0xfa, 0x21, 0x3d, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void appliedTwiceIsTheOriginal() {
        byte[] payload = "twice as good".getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(payload.clone());
        KEY.apply(bytes, 2);
        assertThat(bytes.array()).isNotEqualTo(payload);
        KEY.apply(bytes, 2);
        assertThat(bytes.array()).isEqualTo(payload);
    }

    @Test
    void aReadOnlyBufferIsRefused() {
        assertThatThrownBy(() -> KEY.apply(ByteBuffer.allocate(1).asReadOnlyBuffer(), 0))
                .isInstanceOf(ReadOnlyBufferException.class);
    }
}
