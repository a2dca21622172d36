// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.testing.NullArguments;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private final NullArguments arguments = new NullArguments()
            .sample(int.class, () -> 0)
            .sample(long.class, () -> 0L)
            .sample(byte[].class, () -> new byte[0])
            .sample(String.class, () -> "a")
            .sample(ByteQueue.class, ByteQueue::new)
            .sample(Headers.class, Headers::empty)
            .sample(Headers.Builder.class, Headers::builder)
            .sample(Indexing.class, () -> Indexing.NONE)
            .sample(HeaderSink.class, () -> field -> {})
            .sample(HeaderField.class, () -> new HeaderField("a", "b"))
            .sample(HpackDecoder.class, () -> new HpackDecoder(0))
            .sample(HpackEncoder.class, () -> new HpackEncoder(0));

    @ParameterizedTest
    @ValueSource(classes = {HeaderField.class, HpackDecoder.class, HpackEncoder.class})
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type)).isEmpty();
    }
}
