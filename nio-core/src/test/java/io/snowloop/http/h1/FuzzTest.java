// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.snowloop.http.Method;
import io.snowloop.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Any bytes give events or a {@link RemoteProtocolException}, and the same ones wherever the bytes are cut. The bytes
 * are valid messages with some mutations, because of random bytes not even the first line would be valid.
 */
class FuzzTest {
    private static final int ROUNDS = 500;
    private static final String[] DICTIONARY = {
        "\r\n",
        "\n",
        "\r",
        "\0",
        " ",
        "\t",
        ":",
        ",",
        ";",
        "%",
        "#",
        "0",
        "1",
        "ffffffffffffffff",
        "-1",
        "+",
        "HTTP/1.1",
        "HTTP/1.0",
        "HTTP/2.0",
        "GET",
        "CONNECT",
        "OPTIONS",
        "*",
        "http://a/",
        "Host: a\r\n",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding",
        "chunked",
        "Connection: close\r\n",
        "Upgrade: x\r\nConnection: upgrade\r\n",
        "Expect: 100-continue\r\n",
        "0\r\n\r\n",
        "3\r\nabc\r\n",
        "\r\n\r\n",
        "\u00ff"
    };

    private static final List<String> REQUESTS = corpus(ReadRequestTest.good().map(ReadRequestTest.Row::bytes));
    private static final List<String> RESPONSES =
            corpus(ReadResponseTest.whole().map(ReadResponseTest.Row::bytes));

    private static List<String> corpus(Stream<String> messages) {
        return messages.toList();
    }

    @Seeds(80)
    void servers(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String bytes = mutate(random, REQUESTS) + (random.nextBoolean() ? mutate(random, REQUESTS) : "");
            check(bytes, random, Feed.server(), Feed.server());
        }
    }

    @Seeds(80)
    void clients(long seed) {
        List<Method> methods = List.of(Method.GET, Method.HEAD, Method.CONNECT);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Method method = methods.get(random.nextInt(methods.size()));
            check(mutate(random, RESPONSES), random, Feed.client(method), Feed.client(method));
        }
    }

    private static void check(String bytes, Random random, Feed whole, Feed pieces) {
        try {
            List<String> expected = whole.text(bytes).end().lines();
            assertThat(pieces.pieces(cut(bytes, random)).end().lines()).isEqualTo(expected);
        } catch (RuntimeException | AssertionError e) {
            fail(Arrays.toString(Feed.bytes(bytes)), e);
        }
    }

    private static String mutate(Random random, List<String> corpus) {
        StringBuilder bytes = new StringBuilder(corpus.get(random.nextInt(corpus.size())));
        for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
            int at = random.nextInt(bytes.length() + 1);
            int to = Math.min(bytes.length(), at + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> bytes.delete(at, to);
                case 1 -> bytes.insert(at, bytes.substring(at, to));
                case 2 -> bytes.insert(at, DICTIONARY[random.nextInt(DICTIONARY.length)]);
                case 3 -> bytes.replace(at, Math.min(bytes.length(), at + 1), "" + (char) random.nextInt(256));
                default -> bytes.setLength(at);
            }
        }
        return bytes.toString();
    }

    private static List<byte[]> cut(String text, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        byte[] bytes = Feed.bytes(text);
        int most = 1 + random.nextInt(30);
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        return pieces;
    }
}
