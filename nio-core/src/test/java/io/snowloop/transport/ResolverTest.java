package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.testing.TestLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolverTest {
    private final TestLoop test = new TestLoop();
    private final Queue<Runnable> lookUps = new ArrayDeque<>();
    private final Resolver resolver = Resolver.blocking(lookUps::add);

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "192.0.2.7", "::1", "2001:db8::1", "[::1]"})
    void anAddressInDigitsNeedsNoThread(String literal) throws UnknownHostException {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, literal);

        assertThat(lookUps).isEmpty();
        assertThat(found.resultNow()).containsExactly(InetAddress.getByName(literal));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "::1, false", "localhost, true", "web1, true", "x., true", "1.2.3.999, true"})
    void onlyAnAddressInDigitsIsKnownBeforeItIsLookedUp(String host, boolean unresolved) {
        InetSocketAddress address = Resolver.address(host, 80);

        assertThat(address.isUnresolved()).isEqualTo(unresolved);
        assertThat(address.getHostString()).isEqualTo(host.equals("::1") ? "0:0:0:0:0:0:0:1" : host);
        assertThat(address.getPort()).isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "web1", "db.node-7", "7up.example", "1.example", "x2"})
    void aNameIsLookedUpOnAnotherThreadThoughItEndsInADigit(String name) {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, name);

        assertThat(lookUps).hasSize(1);
        assertThat(found.isDone()).isFalse();
    }

    @Test
    void theResultOfALookUpComesBackToTheLoop() {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, "localhost");

        lookUps.remove().run();
        test.turnUntilDone(found);

        assertThat(found.resultNow()).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void aNameThatCannotBeIsUnknown() {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, "no such name");

        lookUps.remove().run();
        test.turnUntilDone(found);

        assertThat(found.outcome().error())
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("unknown host: no such name")
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void digitsThatAreNoAddressAreUnknownAndNeedNoThread() {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, "1.2.3.999");

        assertThat(lookUps).isEmpty();
        assertThat(found.outcome().error()).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aLookUpThatWasCancelledWhileItWaitedForAThreadIsNotDone() {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, "localhost");

        found.cancel();
        lookUps.remove().run();

        assertThat(found.isCancelled()).isTrue();
    }

    @Test
    void theSystemsResolverKnowsThisMachine() {
        Future<List<InetAddress>> found = Resolver.system().resolve(test.loop, "localhost");

        test.turnUntilDone(found);

        assertThat(found.resultNow()).allMatch(InetAddress::isLoopbackAddress);
    }
}
