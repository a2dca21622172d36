// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import static io.snowloop.dns.message.DomainNameTest.name;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** What NSD 4.6.1 has answered to queries of this codec, about a zone such as that of {@code NameServerIT}. */
final class RealAnswers {
    /** A query and its answer. */
    record Exchange(Query query, ByteBuffer answer) {}

    static final Exchange ALIASES = exchange("a.one.test", Question.A, """
            abcd850000010004000100020161036f6e6504746573740000010001c00c000500010000012c00040162c00ec028000500010000012c00
            0603777777c00ec038000100010000012c00040a000001c038000100010000012c00040a000002c00e000200010000012c0005026e73c0
            0ec06a000100010000012c00040a00003500002904d0000000000000""");

    static final Exchange IPV6 = exchange("a.one.test", Question.AAAA, """
            abcd850000010003000100020161036f6e65047465737400001c0001c00c000500010000012c00040162c00ec028000500010000012c00
            0603777777c00ec038001c00010000012c001020010db8000000000000000000000001c00e000200010000012c0005026e73c00ec06600
            0100010000012c00040a00003500002904d0000000000000""");

    static final Exchange UNKNOWN = exchange("none.one.test", Question.A, """
            abcd85030001000000010001046e6f6e65036f6e6504746573740000010001c011000600010000003c0021026e73c0110561646d696ec0
            110000000100000e1000000258000151800000003c00002904d0000000000000""");

    static final Exchange NO_DATA = exchange("ns.one.test", Question.AAAA, """
            abcd85000001000000010001026e73036f6e65047465737400001c0001c00f000600010000003c001ec00c0561646d696ec00f00000001
            00000e1000000258000151800000003c00002904d0000000000000""");

    /** With the option of RFC 8914, which says why: 20, not authoritative. */
    static final Exchange REFUSED = exchange(
            "a.two.test",
            Question.A,
            "abcd8105000100000000000101610374776f0474657374000001000100002904d0000000000006000f00020014");

    static final List<Exchange> ALL = List.of(ALIASES, IPV6, UNKNOWN, NO_DATA, REFUSED);

    private RealAnswers() {}

    private static Exchange exchange(String host, int type, String hex) {
        Query query = new Query(0xABCD, new Question(name(host), type), true);
        return new Exchange(query, ByteBuffer.wrap(HexFormat.of().parseHex(hex.replaceAll("\\s", ""))));
    }
}
