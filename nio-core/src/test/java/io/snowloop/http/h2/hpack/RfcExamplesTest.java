// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of RFC 7541, Appendix C: the fields, and the table behind each block. */
class RfcExamplesTest {
    /**
     * Blocks on one connection.
     *
     * @param tableSize its largest size
     */
    record Connection(String section, int tableSize, List<Block> blocks) {
        @Override
        public String toString() {
            return section;
        }
    }

    /**
     * One block.
     *
     * @param fields one in a line
     * @param table the fields in the dynamic table behind it, one in a line, the newest first
     */
    record Block(String hex, String fields, String table) {}

    private static final String DATE_1 = "date: Mon, 21 Oct 2013 20:13:21 GMT\n";
    private static final String DATE_2 = "date: Mon, 21 Oct 2013 20:13:22 GMT\n";
    private static final String LOCATION = "location: https://www.example.com\n";
    private static final String COOKIE = "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1\n";

    private static List<Block> requests(String first, String second, String third) {
        return List.of(
                new Block(
                        first,
                        ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\n",
                        ":authority: www.example.com\n"),
                new Block(
                        second,
                        ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\ncache-control: no-cache\n",
                        "cache-control: no-cache\n:authority: www.example.com\n"),
                new Block(
                        third,
                        ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\n"
                                + "custom-key: custom-value\n",
                        "custom-key: custom-value\ncache-control: no-cache\n:authority: www.example.com\n"));
    }

    private static List<Block> responses(String first, String second, String third) {
        return List.of(
                new Block(
                        first,
                        ":status: 302\ncache-control: private\n" + DATE_1 + LOCATION,
                        LOCATION + DATE_1 + "cache-control: private\n:status: 302\n"),
                new Block(
                        second,
                        ":status: 307\ncache-control: private\n" + DATE_1 + LOCATION,
                        ":status: 307\n" + LOCATION + DATE_1 + "cache-control: private\n"),
                new Block(
                        third,
                        ":status: 200\ncache-control: private\n" + DATE_2 + LOCATION + "content-encoding: gzip\n"
                                + COOKIE,
                        COOKIE + "content-encoding: gzip\n" + DATE_2));
    }

    private static Connection single(String section, String hex, String field, String table) {
        return new Connection(section, 4096, List.of(new Block(hex, field, table)));
    }

    static Stream<Connection> connections() {
        return Stream.of(
                single(
                        "C.2.1",
                        "400a637573746f6d2d6b65790d637573746f6d2d686561646572",
                        "custom-key: custom-header\n",
                        "custom-key: custom-header\n"),
                single("C.2.2", "040c2f73616d706c652f70617468", ":path: /sample/path\n", ""),
                single("C.2.3", "100870617373776f726406736563726574", "password: secret (never indexed)\n", ""),
                single("C.2.4", "82", ":method: GET\n", ""),
                new Connection(
                        "C.3",
                        4096,
                        requests(
                                "828684410f7777772e6578616d706c652e636f6d",
                                "828684be58086e6f2d6361636865",
                                "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")),
                new Connection("C.4", 4096, huffmanRequests()),
                new Connection(
                        "C.5",
                        256,
                        responses(
                                "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d"
                                        + "546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
                                "4803333037c1c0bf",
                                "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f"
                                        + "6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d3336"
                                        + "30303b2076657273696f6e3d31")),
                new Connection("C.6", 256, huffmanResponses()));
    }

    private static List<Block> huffmanRequests() {
        return requests(
                "828684418cf1e3c2e5f23a6ba0ab90f4ff",
                "828684be5886a8eb10649cbf",
                "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf");
    }

    private static List<Block> huffmanResponses() {
        return responses(
                "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82"
                        + "ae43d3",
                "4883640effc1c0bf",
                "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5"
                        + "af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007");
    }

    @ParameterizedTest
    @MethodSource("connections")
    void areDecoded(Connection connection) throws HpackException {
        HpackDecoder decoder = new HpackDecoder(4096);
        ByteQueue size = new ByteQueue();
        HpackEncoder.appendInteger(0x20, 5, connection.tableSize, size);
        assertThat(Blocks.decode(decoder, Blocks.hex(size))).isEmpty();
        for (Block block : connection.blocks) {
            assertThat(Blocks.decode(decoder, block.hex)).containsExactlyElementsOf(lines(block.fields));
            assertThat(Blocks.table(decoder)).containsExactlyElementsOf(lines(block.table));
        }
    }

    /**
     * The encoder chooses as the examples with Huffman code do, if all fields shall be indexed. There is one difference: "307"
     * has three bytes either way, and is sent as it is, which is easier to decode.
     */
    @ParameterizedTest
    @MethodSource
    void areEncoded(Connection connection) {
        HpackEncoder encoder = new HpackEncoder(connection.tableSize);
        ByteQueue out = new ByteQueue();
        encoder.encode(":method", "GET", out); // and the table size before it
        out.clear();
        for (Block block : connection.blocks) {
            for (String field : lines(block.fields)) {
                int colon = field.indexOf(": ");
                encoder.encode(field.substring(0, colon), field.substring(colon + 2), Indexing.INCREMENTAL, out);
            }
            assertThat(Blocks.hex(out)).isEqualTo(block.hex.replace("83640eff", "03333037"));
        }
    }

    static Stream<Connection> areEncoded() {
        return Stream.of(
                new Connection("C.4", 4096, huffmanRequests()), new Connection("C.6", 256, huffmanResponses()));
    }

    @ParameterizedTest(name = "C.1: {0} in {1} bits")
    @CsvSource({"10, 5, 0a", "1337, 5, 1f9a0a", "42, 8, 2a"})
    void integers(int value, int bits, String hex) throws HpackException {
        ByteQueue out = new ByteQueue();
        HpackEncoder.appendInteger(0, bits, value, out);
        assertThat(Blocks.hex(out)).isEqualTo(hex);
        BlockReader in = new BlockReader();
        byte[] bytes = Blocks.bytes(hex);
        in.open(bytes, 0, bytes.length);
        assertThat(in.readInteger(bits)).isEqualTo(value);
        assertThat(in.hasMore()).isFalse();
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
