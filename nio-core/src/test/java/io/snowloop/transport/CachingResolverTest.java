// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.sim.VirtualTicker;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A resolver that remembers")
class CachingResolverTest {
    private final TestLoop test = new TestLoop();
    private final VirtualTicker ticker = new VirtualTicker();
    private final List<String> lookedUp = new ArrayList<>();
    private final CachingResolver resolver =
            CachingResolver.of(this::lookUp, ticker, Duration.ofSeconds(30), Duration.ofSeconds(3), 2);

    @AfterEach
    void close() {
        test.close();
    }

    private Future<List<InetAddress>> lookUp(Object loop, String host) {
        lookedUp.add(host);
        return switch (host) {
            case "nowhere" -> Future.failed(new UnknownHostException(host));
            case "broken" -> Future.failed(new IOException("no name server answers"));
            default -> Future.completed(List.of(InetAddress.getLoopbackAddress()));
        };
    }

    private Future<List<InetAddress>> ask(String host) {
        AtomicReference<Future<List<InetAddress>>> found = new AtomicReference<>();
        test.inTask(() -> found.set(resolver.resolve(test.loop, host)));
        test.turnUntilIdle();
        return found.get();
    }

    @Test
    void asksOnceForAName() {
        assertThat(ask("a").resultNow()).isEqualTo(ask("A").resultNow());
        ticker.advance(Duration.ofSeconds(30).minusNanos(1));
        ask("a");
        assertThat(lookedUp).containsExactly("a");
        ticker.advance(Duration.ofNanos(1));
        ask("a");
        assertThat(lookedUp).containsExactly("a", "a");
    }

    @Test
    void forgetsAnUnknownNameSooner() {
        ask("nowhere");
        ticker.advance(Duration.ofSeconds(3).minusNanos(1));
        assertThat(ask("nowhere").outcome().error()).isInstanceOf(UnknownHostException.class);
        assertThat(lookedUp).hasSize(1);
        ticker.advance(Duration.ofNanos(1));
        ask("nowhere");
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void doesNotRememberThatNobodyAnswered() {
        ask("broken");
        ask("broken");
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void forgetsTheNameThatWasAskedForLeastRecently() {
        List.of("a", "b", "a", "c", "a", "b").forEach(this::ask);
        assertThat(lookedUp).containsExactly("a", "b", "c", "b");
    }

    /** Of which 64 are tried: the owner of a name may give it thousands. */
    @Test
    void remembersSomeOfManyAddresses() throws Exception {
        List<InetAddress> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(InetAddress.getByAddress("many", i < 500 ? new byte[16] : new byte[4]));
        }
        CachingResolver caching = CachingResolver.of((loop, host) -> Future.completed(many), Duration.ofSeconds(30));
        caching.resolve(test.loop, "many");
        test.turnUntilIdle();
        assertThat(caching.resolve(test.loop, "many").resultNow())
                .hasSize(64)
                .hasAtLeastOneElementOfType(Inet4Address.class)
                .hasAtLeastOneElementOfType(Inet6Address.class);
    }

    @Test
    void forgetsAll() {
        ask("a");
        resolver.clear();
        ask("a");
        assertThat(lookedUp).hasSize(2);
    }

    /** Or the suppressed exceptions that one adds would be in the trace of all others. */
    @Test
    void givesEachAnExceptionOfItsOwn() {
        for (int i = 0; i < 3; i++) {
            Throwable error = ask("nowhere").outcome().error();
            assertThat(error)
                    .isExactlyInstanceOf(UnknownHostException.class)
                    .hasMessage("nowhere")
                    .hasNoSuppressedExceptions();
            error.addSuppressed(new IOException("of one who has asked"));
        }
        assertThat(lookedUp).hasSize(1);
    }

    /** The network may be another one since. */
    @Test
    void doesNotRememberWhatWasAskedForBeforeItForgotAll() {
        List<Promise<List<InetAddress>>> asked = new ArrayList<>();
        CachingResolver slow = CachingResolver.of(
                (loop, host) -> {
                    asked.add(loop.newPromise());
                    return asked.get(asked.size() - 1);
                },
                Duration.ofSeconds(30));
        List<InetAddress> here = List.of(InetAddress.getLoopbackAddress());
        test.inTask(() -> slow.resolve(test.loop, "a"));
        slow.clear();
        asked.get(0).complete(here);
        test.turnUntilIdle();
        test.inTask(() -> slow.resolve(test.loop, "a"));
        assertThat(asked).hasSize(2);
        asked.get(1).complete(here);
        test.turnUntilIdle();
        test.inTask(() -> slow.resolve(test.loop, "a"));
        assertThat(asked).as("that is remembered again").hasSize(2);
    }

    @Test
    void hasBounds() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CachingResolver.of(this::lookUp, Duration.ZERO))
                .withMessageContaining("keep");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CachingResolver.of(this::lookUp, ticker, second, second.negated(), 1))
                .withMessageContaining("keepUnknown");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CachingResolver.of(this::lookUp, ticker, second, second, 0))
                .withMessageContaining("maxNames");
    }
}
