// SPDX-License-Identifier: Apache-2.0
package io.snowloop.buffer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteQueueTest {
    private final ByteQueue queue = new ByteQueue();

    private String text() {
        return ISO_8859_1.decode(queue.peek()).toString();
    }

    @Test
    void appendsWhateverHasBytes() {
        queue.append(ByteBuffer.wrap("ab".getBytes(ISO_8859_1)));
        ByteBuffer more =
                ByteBuffer.allocateDirect(3).put("cde".getBytes(ISO_8859_1)).flip();
        queue.append(more, 2);
        assertThat(more.remaining()).isEqualTo(1);
        queue.append("fg".getBytes(ISO_8859_1));
        queue.append("xhix".getBytes(ISO_8859_1), 1, 2);
        queue.append((byte) 'j');
        queue.appendLatin1("\u00e9");
        assertThat(text()).isEqualTo("abcdfghij\u00e9");
        assertThat(queue.size()).isEqualTo(10);
        assertThat(queue.get(9)).isEqualTo((byte) 0xe9);
        assertThat(queue).hasToString("ByteQueue(10 bytes)");
    }

    @Test
    void appendsTwoBytesWhereOneFits() {
        queue.append(new byte[255]);
        queue.append('\r', '\n');
        queue.skip(255);
        assertThat(text()).isEqualTo("\r\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 1234567890, Long.MAX_VALUE})
    void appendsNumbers(long number) {
        queue.appendDecimal(number);
        queue.append((byte) ' ');
        queue.appendHex(number);
        assertThat(text()).isEqualTo(number + " " + Long.toHexString(number));
    }

    @Test
    void appendsUnsignedHex() {
        queue.appendHex(-1);
        assertThat(text()).isEqualTo("ffffffffffffffff");
    }

    @Test
    void takesFromTheFront() {
        queue.appendLatin1("abc");
        queue.skip(1);
        assertThat(text()).isEqualTo("bc");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.array()[queue.arrayOffset()]).isEqualTo((byte) 'b');
        assertThatThrownBy(() -> queue.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> queue.skip(3)).isInstanceOf(IllegalArgumentException.class);
        queue.skip(2);
        assertThat(queue.isEmpty()).isTrue();
        assertThatThrownBy(() -> queue.skip(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.skip(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void takenBytesBelongToTheCaller() {
        queue.appendLatin1("abc");
        queue.skip(1);
        ByteBuffer taken = queue.takeAll();
        queue.appendLatin1("xyz");
        assertThat(ISO_8859_1.decode(taken).toString()).isEqualTo("bc");
        assertThat(text()).isEqualTo("xyz");
    }

    @Test
    void holdsNoArrayWhenTrimmed() {
        queue.appendLatin1("abc");
        queue.trim();
        assertThat(text()).isEqualTo("abc");
        queue.clear();
        assertThat(queue.array()).isNotEmpty();
        queue.trim();
        assertThat(queue.array()).isEmpty();
    }

    @Test
    void holdsNoLargeArrayWhenEmpty() {
        queue.append(new byte[100_000]);
        queue.skip(100_000);
        assertThat(queue.array()).isEmpty();
        queue.append(new byte[64 * 1024]);
        queue.skip(64 * 1024);
        assertThat(queue.array()).as("the largest that is kept").hasSize(64 * 1024);
    }

    /** A peer must not have the memory of a long message for a byte behind it. */
    @Test
    void holdsNoLargeArrayForAByte() {
        queue.append(new byte[60_000]);
        queue.appendLatin1("ab\ncd"); // the array is of 120,000 now
        assertThat(queue.kept()).isEqualTo(60_005);
        queue.skip(30_000);
        assertThat(queue.kept()).as("half of the array").isEqualTo(60_000);
        queue.indexOf((byte) '\n');
        queue.skip(30_001);
        assertThat(text()).isEqualTo("b\ncd");
        assertThat(queue.array().length).isLessThan(1_000);
        assertThat(queue.kept()).isEqualTo(4);
        assertThat(queue.indexOf((byte) '\n')).isEqualTo(1);
    }

    @Test
    void holdsASmallOneAsLongAsItIsUsed() {
        queue.append(new byte[16_000]);
        queue.skip(15_900);
        assertThat(queue.array()).hasSize(16_000);
        assertThat(queue.kept()).isEqualTo(8_000);
        queue.trim();
        assertThat(queue.array()).hasSize(256);
        assertThat(queue.size()).isEqualTo(100);
        assertThat(queue.kept()).isEqualTo(100);
    }

    /** What is taken pays for what is copied. */
    @Test
    void copiesLessThanWasTaken() {
        queue.append(new byte[1 << 20]);
        int arrays = 0;
        byte[] last = queue.array();
        while (queue.size() > 1) {
            queue.skip(1);
            queue.trim();
            if (queue.array() != last) {
                last = queue.array();
                arrays++;
            }
        }
        assertThat(arrays).isBetween(5, 20);
    }

    @Test
    void growsOnlyWhenItsArrayIsFull() {
        queue.append(new byte[255]);
        queue.append((byte) 1);
        assertThat(queue.array()).hasSize(256);
        queue.append((byte) 2);
        assertThat(queue.array()).hasSize(512);
    }

    @ParameterizedTest
    @CsvSource({"128, 1", "200, 200"})
    void movesItsBytesWhenAsManyWereTaken(int taken, int appended) {
        queue.append(new byte[256]);
        queue.skip(taken);
        queue.append(new byte[appended]);
        assertThat(queue.array()).hasSize(256);
        assertThat(queue.arrayOffset()).isZero();
    }

    @Test
    void staysSmallWhenTakenFromAsFastAsAppendedTo() {
        for (int i = 0; i < 10_000; i++) {
            queue.append(new byte[100]);
            if (i > 0) {
                queue.skip(100);
            }
        }
        assertThat(queue.array().length).isLessThanOrEqualTo(512);
    }

    /** Otherwise a full queue that gets one byte for each byte taken would move all bytes each time. */
    @Test
    void growsRatherThanMoveManyBytesForLittleRoom() {
        queue.append(new byte[256]);
        queue.skip(1);
        queue.append((byte) 1);
        assertThat(queue.array()).hasSize(512);
        assertThat(queue.arrayOffset()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "abcdefghijklm,a",
        "abcdefghijklm,h",
        "abcdefghijklm,i",
        "abcdefghijklm,m",
        "abcdefghijklm,z",
        "a,a",
        "'',a"
    })
    void finds(String text, char wanted) {
        queue.append(new byte[3]);
        queue.appendLatin1(text);
        queue.skip(3);
        assertThat(queue.indexOf((byte) wanted)).isEqualTo(text.indexOf(wanted));
        assertThat(queue.indexOf((byte) wanted)).as("again").isEqualTo(text.indexOf(wanted));
    }

    @Test
    void findsAnyByteBesideAnyOther() {
        for (int wanted = 0; wanted < 256; wanted++) {
            for (int other = 0; other < 256; other++) {
                byte[] bytes = new byte[8];
                Arrays.fill(bytes, (byte) other);
                bytes[5] = (byte) wanted;
                queue.clear();
                queue.append(bytes);
                assertThat(queue.indexOf((byte) wanted)).isEqualTo(other == wanted ? 0 : 5);
            }
        }
    }

    @Test
    void doesNotSearchAgainWhatItHasSearched() {
        queue.appendLatin1("abc");
        assertThat(queue.indexOf((byte) '\n')).isEqualTo(-1);
        queue.array()[queue.arrayOffset() + 1] = '\n'; // where no search should look again
        queue.appendLatin1("def\n");
        assertThat(queue.indexOf((byte) '\n')).isEqualTo(6);
        assertThat(queue.indexOf((byte) 'c'))
                .as("another byte is searched from the front")
                .isEqualTo(2);
        assertThat(queue.indexOf((byte) '\n')).as("and then the first one too").isEqualTo(1);
    }

    /** All operations in random order, compared with a simple model that copies arrays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void doesWhatASimpleQueueDoes(long seed) {
        Random random = new Random(seed);
        byte[] model = {};
        for (int i = 0; i < 5000; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 60_000 : 30)];
                    for (int b = 0; b < bytes.length; b++) {
                        bytes[b] = (byte) ('a' + random.nextInt(26));
                    }
                    queue.append(bytes);
                    model = concat(model, bytes);
                }
                case 2 -> {
                    int count = random.nextInt(model.length + 1);
                    queue.skip(count);
                    model = Arrays.copyOfRange(model, count, model.length);
                }
                case 3 -> {
                    int wanted = 'a' + random.nextInt(26);
                    assertThat(queue.indexOf((byte) wanted))
                            .as("seed " + seed)
                            .isEqualTo(new String(model, ISO_8859_1).indexOf(wanted));
                }
                default -> queue.trim();
            }
            assertThat(text()).as("seed " + seed).isEqualTo(new String(model, ISO_8859_1));
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(a);
        both.writeBytes(b);
        return both.toByteArray();
    }
}
