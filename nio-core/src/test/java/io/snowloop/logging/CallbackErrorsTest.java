// SPDX-License-Identifier: Apache-2.0
package io.snowloop.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbackErrorsTest {
    private final IllegalStateException thrown = new IllegalStateException("x");

    @AfterEach
    void noReporterIsLeft() {
        CallbackErrors.replace(null);
    }

    @Test
    void anExceptionGoesToTheReporterOfTheThread() {
        List<Object> reported = new ArrayList<>();
        CallbackErrors.replace((error, callback) -> reported.addAll(List.of(error, callback)));
        try (CapturedLog log = new CapturedLog(CallbackErrors.class)) {
            CallbackErrors.report(thrown, "the callback");
            assertThat(log.records()).isEmpty();
        }
        assertThat(reported).containsExactly(thrown, "the callback");
    }

    @Test
    void anExceptionIsLoggedIfThereIsNoReporter() {
        CallbackErrors.replace((error, callback) -> {});
        CallbackErrors.replace(null);
        try (CapturedLog log = new CapturedLog(CallbackErrors.class)) {
            CallbackErrors.report(thrown, "the callback");
            assertThat(log.records()).singleElement().satisfies(record -> {
                assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
                assertThat(record.getMessage()).isEqualTo("exception in the callback");
                assertThat(record.getThrown()).isSameAs(thrown);
            });
        }
    }

    @Test
    void theReporterBeforeIsReturned() {
        CallbackErrors.Reporter first = (error, callback) -> {};
        assertThat(CallbackErrors.replace(first)).isNull();
        assertThat(CallbackErrors.replace(null)).isSameAs(first);
        assertThat(CallbackErrors.replace(null)).isNull();
    }
}
