// SPDX-License-Identifier: Apache-2.0
package io.snowloop.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.FailingLog;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;

class LazyLoggerTest {
    private final LazyLogger logger = new LazyLogger(LazyLoggerTest.class);
    private final RuntimeException thrown = new RuntimeException("mine");

    @Test
    void hasTheNameOfItsClass() {
        assertThat(logger.getName()).isEqualTo("io.snowloop.logging.LazyLoggerTest");
    }

    @Test
    void theCallerInARecordIsTheOneThatLogs() {
        try (CapturedLog log = new CapturedLog(LazyLoggerTest.class)) {
            logger.log(Level.WARNING, () -> "lazy", thrown);

            assertThat(log.records()).singleElement().satisfies(record -> {
                assertThat(record.getMessage()).isEqualTo("lazy");
                assertThat(record.getThrown()).isSameAs(thrown);
                assertThat(record.getSourceClassName()).isEqualTo(LazyLoggerTest.class.getName());
                assertThat(record.getSourceMethodName()).isEqualTo("theCallerInARecordIsTheOneThatLogs");
            });
        }
    }

    @Test
    void aMessageThatThrowsDoesNotKeepTheExceptionFromTheLog() {
        try (CapturedLog log = new CapturedLog(LazyLoggerTest.class)) {
            logger.log(
                    Level.ERROR,
                    () -> {
                        throw new LinkageError("in toString()");
                    },
                    thrown);

            assertThat(log.records()).singleElement().satisfies(record -> {
                assertThat(record.getMessage()).contains("java.lang.LinkageError");
                assertThat(record.getThrown()).isSameAs(thrown);
            });
        }
    }

    @Test
    void whatALoggerThatThrowsDidNotLogGoesToTheHandlerOfUncaughtExceptions() {
        try (FailingLog disk = new FailingLog(LazyLoggerTest.class)) {
            logger.log(Level.ERROR, () -> "lazy", thrown);
            logger.log(Level.ERROR, "with {0}", "parameters");

            assertThat(disk.uncaught()).hasSize(2);
            assertThat(disk.uncaught().get(0))
                    .hasMessageContaining("not logged: lazy")
                    .hasCause(disk.error())
                    .hasSuppressedException(thrown);
            assertThat(disk.uncaught().get(1)).hasMessageContaining("not logged: with {0}");
        }
    }

    /** Whether a record is wanted is asked before its message is made, of filters too. */
    @Test
    void aLoggerThatCannotSayWhetherItLogsIsAskedToLog() {
        Level broken = null; // for which java.util.logging throws
        assertThat(logger.isLoggable(broken)).isTrue();
    }

    @Test
    void anUncaughtExceptionHandlerThatThrowsTooEndsNothing() {
        try (FailingLog disk = new FailingLog(LazyLoggerTest.class)) {
            disk.uncaughtThrows(new StackOverflowError());

            assertThatCode(() -> logger.log(Level.ERROR, "x", thrown)).doesNotThrowAnyException();
        }
    }
}
