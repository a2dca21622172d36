// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The contracts of channels and selectors, in real time. */
class LiveContractTest {
    private final LiveSimulation simulation = new LiveSimulation(1);

    @AfterEach
    void close() {
        simulation.close();
    }

    @Nested
    class Addresses extends AddressContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class Connects extends ConnectContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class LegacySockets extends LegacySocketContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class SocketOptions extends OptionsContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class Keys extends KeyContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class States extends StateContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class Pipes extends PipeContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class Resets extends ResetContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class Sockets extends SocketContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }
    }

    @Nested
    class Registrations extends RegistrationContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }

        @Override
        Selector foreign() throws IOException {
            return simulation.network().host("10.0.0.2").openSelector();
        }
    }

    @Nested
    class Selectors extends SelectorContract {
        @Override
        SelectorProvider provider() {
            return simulation.network();
        }

        @Override
        long now() {
            return simulation.elapsed().toNanos();
        }
    }

    @Nested
    class Blocking extends BlockingContract {
        private Thread other;

        @Override
        SelectorProvider provider() {
            return simulation.network();
        }

        @Override
        void whileBlocked(Action action) {
            Thread tester = Thread.currentThread();
            other = new Thread(() -> {
                while (!isParked(tester)) {
                    Thread.onSpinWait();
                }
                action.runUnchecked();
            });
            other.start();
        }

        private static boolean isParked(Thread thread) {
            return Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(LiveThreads.class.getName())
                            && frame.getMethodName().equals("park"));
        }

        @AfterEach
        void join() throws InterruptedException {
            Thread.interrupted();
            if (other != null) {
                other.join();
            }
        }
    }
}
