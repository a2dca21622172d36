// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.NullArguments;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private final NullArguments arguments = new NullArguments()
            .sample(int.class, () -> 1)
            .sample(boolean.class, () -> false)
            .sample(String.class, () -> "a")
            .sample(ByteBuffer.class, () -> ByteBuffer.allocate(0))
            .sample(ErrorCode.class, () -> ErrorCode.NO_ERROR)
            .sample(FloodLimits.class, () -> FloodLimits.DEFAULT)
            .sample(FloodLimits.Builder.class, FloodLimits::builder)
            .sample(Http2Limits.class, () -> Http2Limits.DEFAULT)
            .sample(Http2Limits.Builder.class, Http2Limits::builder);

    @ParameterizedTest
    @ValueSource(
            classes = {
                FloodLimits.Builder.class,
                Http2Exception.class,
                Http2Limits.Builder.class,
                Http2Preface.class,
                Priority.class
            })
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type)).isEmpty();
    }
}
