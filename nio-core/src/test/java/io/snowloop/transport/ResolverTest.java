// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolverTest {
    private final TestLoop test = new TestLoop();
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> lookedUp = new ArrayList<>();
    private final Resolver resolver = new BlockingResolver(threads::add, this::lookUp);

    @AfterEach
    void close() {
        test.close();
    }

    /** In place of the JDK's. */
    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookedUp.add(host);
        if (host.equals("nowhere")) {
            throw new UnknownHostException(host + ": Name or service not known");
        }
        if (host.equals("broken")) {
            throw new IllegalStateException("the provider is broken");
        }
        return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 7})};
    }

    // ----------------------------------------------------------------------------------------------------- addresses

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "192.0.2.7, 192.0.2.7",
        "::1, 0:0:0:0:0:0:0:1",
        "[2001:db8::1], 2001:db8:0:0:0:0:0:1"
    })
    void anAddressNeedsNoThread(String literal, String parsed) {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, literal);

        assertThat(threads).isEmpty();
        assertThat(found.resultNow())
                .singleElement()
                .extracting(InetAddress::getHostAddress)
                .isEqualTo(parsed);
        assertThat(Resolver.address(literal, 80).isUnresolved()).isFalse();
        assertThat(Resolver.address(literal, 80).getAddress())
                .isEqualTo(found.resultNow().get(0));
    }

    /** The JDK parses some of these, and asks the name service about others: on the loop's thread, if it is asked there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "2130706433",
                "0x7f.1",
                "0177.0.0.1",
                "300.300.300.300",
                "1.2.3.4.5",
                "::1%lo",
                "",
                "a b",
                "[::1",
                "[127.0.0.1]"
            })
    void whatIsNeitherAnAddressNorANameIsUnknownAndIsNotLookedUp(String host) {
        assertThat(Resolver.address(host, 80).isUnresolved()).isTrue();
        Future<List<InetAddress>> found = resolver.resolve(test.loop, host);

        assertThat(threads).isEmpty();
        assertThat(found.outcome().error())
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("unknown host: " + '"' + host + '"')
                .hasMessageContaining("RFC 3986");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "web1", "db.node-7", "7up.example", "1.example", "x2", "foo.123"})
    void aNameIsLookedUpOnAnotherThreadThoughItEndsInADigit(String name) {
        InetSocketAddress address = Resolver.address(name, 80);
        Future<List<InetAddress>> found = resolver.resolve(test.loop, name);

        assertThat(address).isEqualTo(InetSocketAddress.createUnresolved(name, 80));
        assertThat(threads).hasSize(1);
        assertThat(lookedUp).isEmpty();
        assertThat(found.isDone()).isFalse();
    }

    // ------------------------------------------------------------------------------------------------------ look-ups

    @Test
    void theResultOfALookUpComesBackToTheLoop() {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, "web1");

        threads.remove().run();
        test.turnUntilDone(found);

        assertThat(lookedUp).containsExactly("web1");
        assertThat(found.resultNow()).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void aNameThatNobodyKnowsIsUnknown() {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, "nowhere");

        threads.remove().run();

        assertThat(found.outcome().error())
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("unknown host: nowhere")
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void whateverALookUpThrowsFailsItAndTheNextOneIsDone() {
        for (int attempt = 1; attempt <= 2; attempt++) {
            Future<List<InetAddress>> found = resolver.resolve(test.loop, "broken");

            threads.remove().run();

            assertThat(found.outcome().error())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot look up broken")
                    .hasMessageContaining("the provider is broken");
            assertThat(lookedUp).hasSize(attempt);
        }
    }

    @Test
    void anExecutorThatRefusesFailsTheLookUpAndTheNextOneIsDone() {
        boolean[] full = {true};
        Resolver bounded = new BlockingResolver(
                task -> {
                    if (full[0]) {
                        throw new RejectedExecutionException("the queue is full");
                    }
                    task.run();
                },
                this::lookUp);

        Future<List<InetAddress>> refused = bounded.resolve(test.loop, "web1");
        full[0] = false;
        Future<List<InetAddress>> found = bounded.resolve(test.loop, "web1");

        assertThat(refused.outcome().error())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot look up web1")
                .hasMessageContaining("the queue is full");
        assertThat(found.resultNow()).hasSize(1);
    }

    @Test
    void allThatAskForOneHostShareOneThread() {
        List<Future<List<InetAddress>>> found = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            found.add(resolver.resolve(test.loop, "slow"));
        }
        Future<List<InetAddress>> other = resolver.resolve(test.loop, "web1");
        found.remove(0).cancel();
        found.add(resolver.resolve(test.loop, "slow"));

        assertThat(threads).hasSize(2);
        threads.forEach(Runnable::run);

        assertThat(lookedUp).containsExactly("slow", "web1");
        assertThat(other.isDone()).isTrue();
        assertThat(found).hasSize(5).allMatch(Future::isDone);
    }

    @Test
    void aResultIsNotKeptForThoseThatAskLater() {
        resolver.resolve(test.loop, "web1");
        threads.remove().run();

        resolver.resolve(test.loop, "web1");

        assertThat(threads).hasSize(1);
    }

    @Test
    void whatAllHaveCancelledBeforeItHadAThreadIsNotLookedUp() {
        Future<List<InetAddress>> found = resolver.resolve(test.loop, "web1");

        found.cancel();
        threads.remove().run();

        assertThat(lookedUp).isEmpty();
        assertThat(resolver.resolve(test.loop, "web1").isDone()).isFalse();
        assertThat(threads).as("and it gives the host back").hasSize(1);
    }

    /** A client that tries again and again would fill the heap during one look-up. */
    @Test
    void thoseThatHaveCancelledAreNotKeptUntilItsEnd() {
        WeakReference<Future<List<InetAddress>>> cancelled = new WeakReference<>(resolver.resolve(test.loop, "slow"));
        Objects.requireNonNull(cancelled.get()).cancel();
        resolver.resolve(test.loop, "slow");

        for (int i = 0; i < 20 && cancelled.get() != null; i++) {
            System.gc();
        }
        assertThat(cancelled.get()).isNull();
    }

    @Test
    void aLoopThatIsClosedTakesNoResultFromTheOthers() {
        TestLoop closed = new TestLoop();
        resolver.resolve(closed.loop, "web1").onComplete((addresses, error) -> {});
        Future<List<InetAddress>> found = resolver.resolve(test.loop, "web1");
        closed.close();

        threads.remove().run();

        assertThat(found.resultNow()).hasSize(1);
    }

    // -------------------------------------------------------------------------------------------------- the system's

    @Test
    void theSystemsResolverKnowsThisMachine() {
        Future<List<InetAddress>> found = Resolver.system().resolve(test.loop, "localhost");

        test.turnUntilDone(found);

        assertThat(found.resultNow()).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void itsThreadsEndWhenThereIsNothingToLookUp() {
        ThreadPoolExecutor threads = SystemResolver.threads();

        assertThat(threads.allowsCoreThreadTimeOut()).isTrue();
        threads.shutdown();
    }

    /** Each of these look-ups waits for all of them to have begun, and so does the test. */
    @Test
    void asManyLookUpsAsThereAreThreadsMayHangAtOnce() throws InterruptedException {
        ThreadPoolExecutor threads = SystemResolver.threads();
        CountDownLatch begun = new CountDownLatch(SystemResolver.MAX_THREADS);
        CountDownLatch released = new CountDownLatch(1);
        Resolver slow = new BlockingResolver(threads, host -> {
            begun.countDown();
            awaitUninterrupted(released);
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        try {
            for (int i = 0; i < SystemResolver.MAX_THREADS; i++) {
                slow.resolve(test.loop, "slow" + i);
                slow.resolve(test.loop, "slow" + i);
            }

            begun.await();

            assertThat(threads.getQueue()).isEmpty();
            assertThat(threads.getThreadFactory().newThread(() -> {}).isDaemon())
                    .isTrue();
        } finally {
            released.countDown();
            threads.shutdown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
