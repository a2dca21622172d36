// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import static io.snowloop.dns.message.DomainNameTest.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.DnsZone;
import io.snowloop.testing.Seeds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whatever bytes come, there is an answer, no answer or a malformed one")
class MessageFuzzTest {
    private static final Query QUERY = new Query(0, new Question(name("www.example.org"), Question.A), true);
    private int answers;
    private int malformed;

    private void read(Query query, byte[] bytes) {
        try {
            Reply reply = query.reply(ByteBuffer.wrap(bytes));
            if (reply != null) {
                reply.finding(query.question());
                answers++;
            }
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageMatching(".+");
            malformed++;
        }
    }

    @Seeds(200)
    void mutatedAnswers(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            RealAnswers.Exchange real = RealAnswers.ALL.get(random.nextInt(RealAnswers.ALL.size()));
            byte[] bytes = real.answer().array().clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                int at = 2 + random.nextInt(bytes.length - 2);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xC0);
            }
            read(real.query(), random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
        }
        assertThat(answers).isPositive();
        assertThat(malformed).isPositive();
    }

    @Seeds(50)
    void randomBytesBehindARealQuestion(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            byte[] records = new byte[random.nextInt(600)];
            random.nextBytes(records);
            read(
                    QUERY,
                    DnsZone.message(QUERY.encode(), 0x8180, random.nextInt(0x10000), random.nextInt(4), records)
                            .array());
            read(QUERY, records);
        }
        assertThat(malformed).isPositive();
    }

    /** The most work that 64 KiB can ask for: 5,000 names, each of them a chain of pointers to the longest name. */
    @Test
    void theWorkIsBoundedByTheLength() throws Exception {
        byte[] longest =
                DnsZone.record(DnsZone.wire(("a".repeat(63) + ".").repeat(3) + "b".repeat(61)), 16, 0, new byte[0]);
        ByteBuffer records = ByteBuffer.allocate(65_000).put(longest);
        int count = 1;
        int target = 12 + 21; // the first record begins behind the question
        while (records.remaining() >= 12) {
            int at = 12 + 21 + records.position();
            records.putShort((short) (0xC000 | target)).putShort((short) 16).putShort((short) 1);
            records.putInt(0).putShort((short) 0);
            count++;
            target = count % 15 == 0 || at > 0x3FFF ? 12 + 21 : at;
        }
        byte[] all = Arrays.copyOf(records.array(), records.position());
        Reply reply = QUERY.reply(DnsZone.message(QUERY.encode(), 0x8180, count, 0, all));
        assertThat(reply).isNotNull();
        assertThat(count).isGreaterThan(5_000);
    }
}
