// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.snowloop.http.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The property of {@link FuzzTest}, with bytes from Jazzer: any bytes give events or a {@link RemoteProtocolException},
 * and the same ones whether they arrive at once or one by one. Jazzer is guided by coverage, so it reaches branches
 * that random mutations reach very seldom.
 *
 * <p>It runs in the profile {@code fuzz} only, see CONTRIBUTING.
 */
class CodecFuzzTest {
    private static Stream<byte[]> requests() {
        return bytes(ReadRequestTest.good().map(ReadRequestTest.Row::bytes));
    }

    private static Stream<byte[]> responses() {
        return bytes(ReadResponseTest.whole().map(ReadResponseTest.Row::bytes));
    }

    private static Stream<byte[]> bytes(Stream<String> messages) {
        return messages.map(message -> message.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("requests")
    @FuzzTest
    void server(byte[] bytes) {
        check(bytes, Feed.server(), Feed.server());
    }

    @MethodSource("responses")
    @FuzzTest
    void client(byte[] bytes) {
        check(bytes, Feed.client(Method.GET), Feed.client(Method.GET));
    }

    @MethodSource("responses")
    @FuzzTest
    void clientAfterHead(byte[] bytes) {
        check(bytes, Feed.client(Method.HEAD), Feed.client(Method.HEAD));
    }

    private static void check(byte[] bytes, Feed whole, Feed oneByOne) {
        List<String> expected = whole.pieces(List.of(bytes)).end().lines();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(oneByOne.byteByByte(text).end().lines()).isEqualTo(expected);
    }
}
