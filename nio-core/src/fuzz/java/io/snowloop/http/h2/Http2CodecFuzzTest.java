// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.snowloop.testing.Frames;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The property of {@link Http2FuzzTest}, with bytes from Jazzer: any bytes behind the preface and the settings give events or
 * an {@link Http2Exception}, and the same ones whether they arrive at once or one by one; and the codec sends the same frames.
 *
 * <p>It runs in the profile {@code fuzz} only, see CONTRIBUTING.
 */
class Http2CodecFuzzTest {
    private static Stream<byte[]> toServer() {
        return Stream.of(
                        SpecGenericTest.streams(),
                        SpecGenericTest.frameTypes(),
                        SpecGenericTest.representations(),
                        SpecServerTest.states(),
                        SpecServerTest.messages(),
                        SpecServerTest.connection(),
                        SpecMessagesTest.fields())
                .flatMap(cases -> cases)
                .map(each -> each.input().toBytes());
    }

    private static Stream<byte[]> toClient() {
        return Stream.of(SpecClientTest.framing(), SpecClientTest.states(), SpecClientTest.connection())
                .flatMap(cases -> cases)
                .map(each -> each.input().toBytes());
    }

    @MethodSource("toServer")
    @FuzzTest
    void server(byte[] bytes) {
        check(SpecCase.begun(), SpecCase.begun(), bytes);
    }

    @MethodSource("toClient")
    @FuzzTest
    void client(byte[] bytes) {
        check(
                Http2Feed.client().get().frames(Frames.server()),
                Http2Feed.client().get().frames(Frames.server()),
                bytes);
    }

    private static void check(Http2Feed whole, Http2Feed oneByOne, byte[] bytes) {
        Frames frames = new Frames().text(Frames.latin1(bytes));
        whole.frames(frames);
        oneByOne.byteByByte(frames);
        assertThat(oneByOne.events).isEqualTo(whole.events);
        assertThat(oneByOne.sent()).isEqualTo(whole.sent());
    }
}
