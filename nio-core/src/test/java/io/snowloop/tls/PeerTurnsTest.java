// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.ManualExecutor;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PeerTurnsTest {
    private final ManualExecutor threads = new ManualExecutor();
    private final List<String> log = new ArrayList<>();

    private PeerTurns.Task task(String peer, String name) {
        return new PeerTurns.Task(turn(peer), () -> log.add(name));
    }

    private static Object turn(String address) {
        return PeerTurns.of(new InetSocketAddress(address, 1234));
    }

    @Test
    void aFloodOfOnePeerMakesNoOtherWaitForIt() {
        Executor turns = new PeerTurns(threads);
        for (int i = 1; i <= 4; i++) {
            turns.execute(task("192.0.2.1", "a" + i));
        }
        turns.execute(task("192.0.2.2", "b1"));
        turns.execute(task("192.0.2.2", "b2"));
        turns.execute(() -> log.add("of no peer"));
        turns.execute(task("192.0.2.3", "c1"));
        threads.runAll();
        assertThat(log).containsExactly("a1", "b1", "of no peer", "c1", "a2", "b2", "a3", "a4");
    }

    @Test
    void onePeerHasAllAddressesOfANetwork() {
        assertThat(turn("2001:db8::1")).isEqualTo(turn("2001:db8::2")).isNotEqualTo(turn("2001:db8:0:1::1"));
        assertThat(turn("192.0.2.1")).isNotEqualTo(turn("192.0.2.2"));
        assertThat(PeerTurns.of(UnixDomainSocketAddress.of(Path.of("a")))).isEqualTo(PeerTurns.of(null));
    }

    @Test
    void aTaskThatIsRefusedIsNotKept() {
        boolean[] full = {false};
        Executor turns = new PeerTurns(task -> {
            if (full[0]) {
                throw new RejectedExecutionException("full");
            }
            threads.execute(task);
        });
        turns.execute(task("192.0.2.1", "a1"));
        full[0] = true;
        assertThatThrownBy(() -> turns.execute(task("192.0.2.1", "a2"))).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> turns.execute(task("192.0.2.2", "b1"))).isInstanceOf(RejectedExecutionException.class);
        full[0] = false;
        turns.execute(task("192.0.2.3", "c1"));
        threads.runAll();
        assertThat(log).containsExactly("a1", "c1");
    }

    @Test
    void doesNotEnd() {
        PeerTurns turns = new PeerTurns(threads);
        assertThatThrownBy(turns::shutdown).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(turns::shutdownNow).isInstanceOf(UnsupportedOperationException.class);
        assertThat(turns.isShutdown()).isFalse();
        assertThat(turns.isTerminated()).isFalse();
    }
}
