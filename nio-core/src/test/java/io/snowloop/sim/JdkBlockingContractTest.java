// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** {@link BlockingContract} for the channels of the JDK, over the loopback interface. */
class JdkBlockingContractTest extends BlockingContract {
    /** The native methods in which an operation of a channel, or a select, waits. */
    private static final Set<String> WAITS = Set.of("accept", "connect0", "poll", "read0", "wait", "write0");

    private Thread other;

    @Override
    SelectorProvider provider() {
        return SelectorProvider.provider();
    }

    @Override
    void whileBlocked(Action action) {
        Thread tester = Thread.currentThread();
        other = new Thread(() -> {
            while (!waits(tester)) {
                Thread.onSpinWait();
            }
            action.runUnchecked();
        });
        other.start();
    }

    /** Whether it is in a native method three times in a row. Once is not enough: that call might not have waited. */
    private static boolean waits(Thread thread) {
        for (int seen = 0; seen < 3; seen++) {
            if (!isIn(thread)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0
                && stack[0].isNativeMethod()
                && stack[0].getClassName().startsWith("sun.nio.ch.")
                && WAITS.contains(stack[0].getMethodName());
    }

    @AfterEach
    void join() throws InterruptedException {
        Thread.interrupted();
        if (other != null) {
            other.join();
        }
    }
}
