package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.snowloop.http.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lets Jazzer look for bytes that the codec does not read as it should: guided by coverage, it gets to branches that the
 * random mutations of {@link FuzzTest} would need ages for. Any bytes end in events or in a
 * {@link RemoteProtocolException}, and in the same ones whether they come at once or one by one.
 *
 * <p>It runs in the profile {@code fuzz} alone: see CONTRIBUTING.
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
    void clientThatAskedForTheHead(byte[] bytes) {
        check(bytes, Feed.client(Method.HEAD), Feed.client(Method.HEAD));
    }

    private static void check(byte[] bytes, Feed whole, Feed oneByOne) {
        List<String> expected = whole.pieces(List.of(bytes)).end().lines();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(oneByOne.byteByByte(text).end().lines()).isEqualTo(expected);
    }
}
