package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LateLoggerTest {
    @Test
    void hasTheNameOfItsClassAndIsLookedUpOnce() {
        LateLogger logger = new LateLogger(EventLoop.class);
        assertThat(logger.get().getName()).isEqualTo("io.snowloop.loop.EventLoop");
        assertThat(logger.get()).isSameAs(logger.get());
    }
}
