// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Records come out whole, in order, and are copied only if necessary. */
class RecordQueueTest {
    private static final byte[] FIRST = {23, 3, 3, 0, 2, 'a', 'b'};
    private static final byte[] SECOND = {23, 3, 3, 0, 3, 'c', 'd', 'e'};

    private final RecordQueue records = new RecordQueue();

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] both() {
        byte[] both = Arrays.copyOf(FIRST, FIRST.length + SECOND.length);
        System.arraycopy(SECOND, 0, both, FIRST.length, SECOND.length);
        return both;
    }

    @Test
    void aRecordThatCameWholeIsNotCopied() throws Exception {
        ByteBuffer lent = ByteBuffer.wrap(both());
        records.lend(lent);

        ByteBuffer first = records.next();
        assertThat(bytes(first)).isEqualTo(FIRST);
        assertThat(first.array()).isSameAs(lent.array());
        assertThat(bytes(records.next())).isEqualTo(SECOND);
        assertThat(records.next()).isNull();
        assertThat(records.isEmpty()).isTrue();
    }

    @Test
    void onlyTheRecordInPiecesIsCopied() throws Exception {
        byte[] both = both();
        for (int at = 1; at < FIRST.length; at++) {
            records.lend(ByteBuffer.wrap(both, 0, at));
            assertThat(records.next()).isNull();
            records.keep();
            ByteBuffer lent = ByteBuffer.wrap(both, at, both.length - at);
            records.lend(lent);

            ByteBuffer first = records.next();
            assertThat(bytes(first)).isEqualTo(FIRST);
            assertThat(first.array()).isNotSameAs(lent.array());
            ByteBuffer second = records.next();
            assertThat(bytes(second)).isEqualTo(SECOND);
            assertThat(second.array()).isSameAs(lent.array());
            records.keep();
        }
    }

    @Test
    void whatWasNotAskedForIsKeptBeyondTheLoan() throws Exception {
        ByteBuffer lent = ByteBuffer.wrap(both());
        records.lend(lent);
        records.keep();
        Arrays.fill(lent.clear().array(), (byte) 0);

        assertThat(bytes(records.next())).isEqualTo(FIRST);
        assertThat(bytes(records.next())).isEqualTo(SECOND);
        assertThat(records.isEmpty()).isTrue();
    }

    @Test
    void aLoanThatHasEndedIsNotLookedAtAgain() {
        ByteBuffer lent = ByteBuffer.wrap(both());
        records.lend(lent);
        records.discard();
        records.keep();
        lent.clear();

        assertThat(records.isEmpty()).isTrue();
    }
}
