package io.snowloop.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import org.junit.jupiter.api.Test;

class LazyLoggerTest {
    @Test
    void hasTheNameOfItsClassAndIsLookedUpOnce() {
        LazyLogger logger = new LazyLogger(EventLoop.class);
        assertThat(logger.get().getName()).isEqualTo("io.snowloop.loop.EventLoop");
        assertThat(logger.get()).isSameAs(logger.get());
    }
}
