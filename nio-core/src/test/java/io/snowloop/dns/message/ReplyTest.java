// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import static io.snowloop.dns.message.DomainNameTest.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.snowloop.testing.DnsZone;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The answer to a query")
class ReplyTest {
    private static final Query QUERY = new Query(0xABCD, new Question(name("www.example.org"), Question.A), true);
    private static final byte[] OWNER = {(byte) 0xC0, 12};
    private static final byte[] ADDRESS = {10, 0, 0, 1};

    private final DnsZone zone = new DnsZone();

    private static @Nullable Finding finding(ByteBuffer message) throws MalformedMessageException {
        Reply reply = QUERY.reply(message);
        return reply == null ? null : reply.finding(QUERY.question());
    }

    private static ByteBuffer message(int flags, int answers, int authorities, byte[]... records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
        }
        return DnsZone.message(QUERY.encode(), flags, answers, authorities, all.toByteArray());
    }

    @Test
    void belongsToAQueryAsRfc1035AndRfc6891SpellIt() {
        String hex = "abcd 0100 0001 0000 0000 0001" // id, RD, one question, one additional record
                + "03777777 076578616d706c65 036f7267 00 0001 0001" // www.example.org A IN
                + "00 0029 04d0 00000000 0000"; // the root, OPT, 1232 bytes, no flags, no options
        assertThat(HexFormat.of().formatHex(QUERY.encode().array())).isEqualTo(hex.replace(" ", ""));
        Query plain = new Query(1, new Question(name("a"), Question.AAAA), false);
        assertThat(HexFormat.of().formatHex(plain.encode().array()))
                .isEqualTo("0001 0100 0001 0000 0000 0000 0161 00 001c 0001".replace(" ", ""));
    }

    private static String real(RealAnswers.Exchange real) throws MalformedMessageException {
        Reply reply = Objects.requireNonNull(real.query().reply(real.answer()));
        Finding finding = reply.finding(real.query().question());
        return finding instanceof Finding.Addresses found
                ? found.addresses().stream().map(HexFormat.of()::formatHex).toList() + " for " + found.ttl() + " s"
                : finding + ", " + ResponseCode.name(reply.code());
    }

    @Test
    void mayBeOneOfNsd() throws Exception {
        assertThat(real(RealAnswers.ALIASES)).isEqualTo("[0a000001, 0a000002] for 300 s");
        assertThat(real(RealAnswers.IPV6)).isEqualTo("[20010db8000000000000000000000001] for 300 s");
        assertThat(real(RealAnswers.UNKNOWN)).isEqualTo("Missing[unknownName=true, ttl=60], NXDOMAIN");
        assertThat(real(RealAnswers.NO_DATA)).isEqualTo("Missing[unknownName=false, ttl=60], NOERROR");
        assertThat(real(RealAnswers.REFUSED)).isEqualTo("null, REFUSED");
    }

    @Test
    void hasTheAddressesOfTheNameAndTheShortestTimeToLive() throws Exception {
        zone.ttl(300).address("www.example.org", "10.0.0.1").ttl(200).address("www.example.org", "10.0.0.2");
        Finding.Addresses found = (Finding.Addresses) finding(zone.answer(QUERY.encode(), true));
        assertThat(Objects.requireNonNull(found).addresses()).containsExactly(ADDRESS, new byte[] {10, 0, 0, 2});
        assertThat(found.ttl()).isEqualTo(200);
    }

    @Test
    void followsAliases() throws Exception {
        zone.ttl(100).alias("www.example.org", "a.example.org").ttl(50).alias("a.example.org", "b.example.net");
        assertThat(finding(zone.answer(QUERY.encode(), true)))
                .isEqualTo(new Finding.Elsewhere(name("B.example.net"), 50));
        zone.ttl(300).address("b.example.net", "10.0.0.1");
        assertThat(finding(zone.answer(QUERY.encode(), true)))
                .isInstanceOf(Finding.Addresses.class)
                .extracting(Finding::ttl)
                .isEqualTo(50L);
    }

    @Test
    void hasNoRecordsThatDoNotFollowFromTheQuestion() throws Exception {
        byte[] foreign = DnsZone.record(DnsZone.wire("www.example.com"), DnsZone.A, 300, ADDRESS);
        byte[] alias = DnsZone.record(DnsZone.wire("www.example.com"), 5, 300, DnsZone.wire("www.example.net"));
        assertThat(finding(message(0x8180, 2, 0, foreign, alias)))
                .isEqualTo(new Finding.Missing(false, Finding.UNKNOWN_TTL));
        byte[] own = DnsZone.record(OWNER, DnsZone.A, 300, new byte[] {10, 0, 0, 2});
        Finding.Addresses found = (Finding.Addresses) finding(message(0x8180, 2, 0, foreign, own));
        assertThat(Objects.requireNonNull(found).addresses()).containsExactly(new byte[] {10, 0, 0, 2});
    }

    @Test
    void saysForHowLongThereIsNothing() throws Exception {
        zone.unknownTtl(30);
        assertThat(finding(zone.answer(QUERY.encode(), true))).isEqualTo(new Finding.Missing(true, 30));
        zone.address("www.example.org", "::1");
        assertThat(finding(zone.answer(QUERY.encode(), true))).isEqualTo(new Finding.Missing(false, 30));
        // the smaller one of the record's time to live and its last field (RFC 2308 §5)
        byte[] soa = ByteBuffer.allocate(22).putInt(18, 7).array();
        assertThat(finding(message(0x8183, 0, 1, DnsZone.record(DnsZone.wire("org"), 6, 30, soa))))
                .isEqualTo(new Finding.Missing(true, 7));
        // the zone of other names says nothing
        assertThat(finding(message(0x8183, 0, 1, DnsZone.record(DnsZone.wire("net"), 6, 30, soa))))
                .isEqualTo(new Finding.Missing(true, Finding.UNKNOWN_TTL));
    }

    @Test
    void isNoneIfTheServerOnlyNamesOthers() throws Exception {
        byte[] referral = DnsZone.record(DnsZone.wire("org"), 2, 300, DnsZone.wire("ns.example.org"));
        assertThat(finding(message(0x8000, 0, 1, referral))).isNull();
        assertThat(finding(message(0x8182, 0, 0))).as("SERVFAIL").isNull();
    }

    @Test
    void hasNoCircleOfAliases() {
        zone.alias("www.example.org", "a.example.org").alias("a.example.org", "www.example.org");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> finding(zone.answer(QUERY.encode(), true)))
                .withMessageContaining("www.example.org leads to more than 16 names");
    }

    @Test
    void hasABoundForAddresses() throws Exception {
        byte[] record = DnsZone.record(OWNER, DnsZone.A, 300, ADDRESS);
        byte[][] records = new byte[300][];
        Arrays.fill(records, record);
        Finding.Addresses found = (Finding.Addresses) finding(message(0x8180, 300, 0, records));
        assertThat(Objects.requireNonNull(found).addresses()).hasSize(64);
    }

    /** Two bytes of each record stand for a name of 126 labels: to read them all would take half a second of the loop. */
    @Test
    void hasABoundForLabels() throws Exception {
        ByteBuffer name = ByteBuffer.allocate(253);
        name("a.".repeat(126)).write(name);
        byte[] first = DnsZone.record(name.array(), 16, 300, new byte[0]);
        int offset = 12 + name("www.example.org").length() + 4;
        byte[][] records = new byte[4_001][];
        Arrays.fill(records, DnsZone.record(new byte[] {(byte) 0xC0, (byte) offset}, DnsZone.A, 300, ADDRESS));
        records[0] = first;
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> finding(message(0x8180, 4_001, 0, records)))
                .withMessage("its names have more than 65536 labels");

        Arrays.fill(records, DnsZone.record(OWNER, DnsZone.A, 300, ADDRESS));
        assertThat(finding(message(0x8180, 4_001, 0, records))).isInstanceOf(Finding.Addresses.class);
    }

    @Test
    void isNoOtherMessage() throws Exception {
        zone.address("www.example.org", "10.0.0.1");
        ByteBuffer answer = zone.answer(QUERY.encode(), true);
        assertThat(QUERY.reply(answer)).isNotNull();
        assertThat(QUERY.reply(answer.duplicate().putShort(0, (short) 0xABCE)))
                .as("another id")
                .isNull();
        answer.putShort(0, (short) 0xABCD);
        assertThat(QUERY.reply(QUERY.encode())).as("the query itself").isNull();
        assertThat(QUERY.reply(zone.answer(QUERY.encode(), true).put(13, (byte) 'v')))
                .as("another name")
                .isNull();
        assertThat(QUERY.reply(zone.answer(QUERY.encode(), true).put(13, (byte) 'W')))
                .as("its name")
                .isNotNull();
        assertThat(QUERY.reply(zone.answer(QUERY.encode(), true).put(30, (byte) 28)))
                .as("another type")
                .isNull();
        assertThat(QUERY.reply(zone.answer(QUERY.encode(), true).put(32, (byte) 3)))
                .as("another class")
                .isNull();
        assertThat(QUERY.reply(zone.answer(QUERY.encode(), true).put(5, (byte) 2)))
                .as("two questions")
                .isNull();
        assertThat(QUERY.reply(zone.answer(QUERY.encode(), true).put(2, (byte) 0xA8)))
                .as("a notify")
                .isNull();
        assertThat(QUERY.reply(ByteBuffer.allocate(0))).as("nothing").isNull();
    }

    @Test
    void hasNoQuestionOnlyIfItIsAnError() throws Exception {
        ByteBuffer formerr = ByteBuffer.allocate(12).putShort(0, (short) 0xABCD).putShort(2, (short) 0x8181);
        assertThat(Objects.requireNonNull(QUERY.reply(formerr)).refusesEdns()).isTrue();
        assertThat(QUERY.reply(formerr.putShort(2, (short) 0x8180))).isNull();
    }

    @Test
    void hasTheUpperBitsOfItsCodeInTheOptRecord() throws Exception {
        ByteBuffer badVersion = message(0x8180, 0, 0);
        badVersion.put(badVersion.limit() - 6, (byte) 1);
        Reply reply = Objects.requireNonNull(QUERY.reply(badVersion));
        assertThat(reply.code()).isEqualTo(16);
        assertThat(reply.refusesEdns()).isTrue();
        assertThat(reply.finding(QUERY.question())).isNull();
    }

    @Test
    void isNotReadIfItIsTruncated() throws Exception {
        ByteBuffer cut = message(0x8380, 1, 0, new byte[] {(byte) 0xC0, 12, 0});
        assertThat(Objects.requireNonNull(QUERY.reply(cut)).isTruncated()).isTrue();
    }

    @Test
    void skipsRecordsOfOtherTypesAndClasses() throws Exception {
        byte[] text = DnsZone.record(OWNER, 16, 300, new byte[] {1, 'a'});
        byte[] chaos = DnsZone.record(OWNER, DnsZone.A, 300, new byte[] {1, 2, 3});
        chaos[5] = 3; // its class
        byte[] own = DnsZone.record(OWNER, DnsZone.A, 300, ADDRESS);
        assertThat(finding(message(0x8180, 3, 0, text, chaos, own))).isInstanceOf(Finding.Addresses.class);
    }

    @Test
    void takesATimeToLiveWithTheHighestBitForZero() throws Exception {
        byte[] own = DnsZone.record(OWNER, DnsZone.A, 0x8000_0000, ADDRESS);
        assertThat(Objects.requireNonNull(finding(message(0x8180, 1, 0, own))).ttl())
                .isZero();
    }

    @Test
    void isMalformedIfALengthIsWrong() {
        assertMalformed(message(0x8180, 1, 0, DnsZone.record(OWNER, DnsZone.A, 300, new byte[5])));
        assertMalformed(message(0x8180, 1, 0, DnsZone.record(OWNER, DnsZone.AAAA, 300, new byte[4])));
        assertMalformed(message(0x8180, 1, 0, DnsZone.record(OWNER, 5, 300, new byte[] {1, 'a', 0, 0})));
        assertMalformed(message(0x8180, 9, 0, DnsZone.record(OWNER, DnsZone.A, 300, ADDRESS)));
        assertMalformed(message(0x8180, 1, 0, DnsZone.record(OWNER, 6, 300, new byte[3])));
    }

    private static void assertMalformed(ByteBuffer message) {
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> QUERY.reply(message));
    }
}
