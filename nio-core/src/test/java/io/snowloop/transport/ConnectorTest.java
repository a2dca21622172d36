// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConnectorTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);
    private static final InetAddress ONE = address(127, 0, 0, 1);
    private static final InetAddress TWO = address(127, 0, 0, 2);
    private static final InetAddress THREE = address(127, 0, 0, 3);

    private final TestLoop test = new TestLoop();
    private final RecordingProtocol protocol = new RecordingProtocol();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        test.close();
        assertThat(protocol.violations).isEmpty();
    }

    // ------------------------------------------------------------------------------------------------------ one
    // address

    @Test
    void connectsToAnAddress() throws IOException {
        ServerSocketChannel server = listen(ONE, 0);
        List<String> order = new ArrayList<>();

        Future<Transport> connecting = connect(server.getLocalAddress());
        connecting.onComplete((transport, error) -> order.addAll(protocol.calls));
        test.turnUntilDone(connecting);
        test.turnUntilIdle();

        assertThat(connecting.resultNow()).isSameAs(protocol.transport);
        assertThat(order).as("connected comes before the future completes").containsExactly("connected");
        assertThat(server.accept()).isNotNull();
        assertNothingLeft(1);
    }

    @Test
    void connectsToAUnixDomainAddress() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(server);
        server.bind(address);

        Future<Transport> connecting = connect(address);
        test.turnUntilDone(connecting);
        test.turnUntilIdle();
        SocketChannel peer = server.accept();
        open.add(peer);
        peer.write(ByteBuffer.wrap(new byte[] {7}));
        test.turnUntil(() -> protocol.received() == 1);

        assertThat(connecting.resultNow().remoteAddress()).isEqualTo(address);
    }

    @Test
    void aRefusalNamesTheAddress() {
        int port = unusedPort();

        Future<Transport> connecting = connect(new InetSocketAddress(ONE, port));
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("cannot connect to 127.0.0.1:" + port)
                .hasMessageContaining("refused");
        assertThat(protocol.calls).isEmpty();
        assertNothingLeft(0);
    }

    @Test
    void aUnixDomainAddressWhereNobodyListensIsNamed() {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("nobody"));

        Future<Transport> connecting = connect(address);
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot connect to " + address);
        assertNothingLeft(0);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aUnixDomainSocketWhoseBacklogIsFullSaysSo() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("busy"));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(server);
        server.bind(address, 1);
        for (int i = 0; i < 2; i++) {
            open.add(SocketChannel.open(address));
        }

        Future<Transport> connecting = connect(address);
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error())
                .hasMessageStartingWith("cannot connect to " + address)
                .hasMessageEndingWith(": its backlog is full. Try again, or raise the backlog of the server");
        assertNothingLeft(0);
    }

    @Test
    void anAddressThatNeverAnswersTimesOut() throws IOException {
        InetSocketAddress address = blackHole(ONE, 0);

        Future<Transport> connecting = connect(address);
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error())
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessage("no connection to 127.0.0.1:" + address.getPort() + " within 10000 ms");
        assertThat(test.ticker.elapsed()).isEqualTo(TIMEOUT);
        assertThat(protocol.calls).isEmpty();
        assertNothingLeft(0);
    }

    @Test
    void cancellingClosesTheAttempt() throws IOException {
        Future<Transport> connecting = connect(blackHole(ONE, 0));
        assertThat(test.loop.reactor().registrations()).isOne();

        connecting.cancel();
        test.turnUntilIdle();

        assertThat(protocol.calls).isEmpty();
        assertNothingLeft(0);
    }

    @Test
    void cancellingInTheTurnInWhichItConnectsClosesTheConnection() throws IOException {
        ServerSocketChannel server = listen(ONE, 0);
        Future<Transport> connecting = connect(server.getLocalAddress());

        connecting.cancel();
        test.turn();
        test.turnUntilIdle();

        assertThat(protocol.calls).isEmpty();
        assertNothingLeft(0);
    }

    @Test
    void theEndOfTheLoopEndsTheAttempt() throws IOException {
        Future<Transport> connecting = connect(blackHole(ONE, 0));

        test.loop.close();

        assertThat(connecting.outcome().error())
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("loop was closed");
    }

    // ------------------------------------------------------------------------------------------------ several
    // addresses

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127/8 is this machine")
    void whereTheFirstAddressRefusesTheSecondIsTriedAtOnce() throws IOException {
        int port = port(listen(TWO, 0));

        Future<Transport> connecting = connect(port, ONE, TWO);
        test.turnUntilDone(connecting);

        assertThat(connecting.resultNow().remoteAddress()).isEqualTo(new InetSocketAddress(TWO, port));
        assertThat(test.ticker.elapsed()).isZero();
        assertNothingLeft(1);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127/8 is this machine")
    void whereTheFirstAddressNeverAnswersTheSecondIsTriedAfterTheAttemptDelay() throws IOException {
        InetSocketAddress silent = blackHole(ONE, 0);
        listen(TWO, silent.getPort());

        Future<Transport> connecting = connect(silent.getPort(), ONE, TWO);
        test.turnUntilDone(connecting);

        assertThat(connecting.resultNow().remoteAddress()).isEqualTo(new InetSocketAddress(TWO, silent.getPort()));
        assertThat(test.ticker.elapsed()).isEqualTo(ATTEMPT_DELAY);
        assertNothingLeft(1);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127/8 is this machine")
    void anObserverSeesTheLookUpEachAttemptAndTheOneThatWins() throws IOException {
        ServerSocketChannel server = listen(TWO, 0);
        InetSocketAddress name = InetSocketAddress.createUnresolved("name", port(server));
        List<String> steps = new ArrayList<>();
        Connector observed = connector((loop, host) -> Future.completed(List.of(ONE, TWO))).toBuilder()
                .observer((step, address) -> steps.add(step + " " + address + " " + protocol.calls))
                .build();

        Future<Transport> connecting = observed.connect(test.loop, name, TIMEOUT, protocol);
        test.turnUntilDone(connecting);

        assertThat(steps)
                .containsExactly(
                        "LOOK_UP " + name + " []",
                        "ATTEMPT " + new InetSocketAddress(ONE, port(server)) + " []",
                        "ATTEMPT " + new InetSocketAddress(TWO, port(server)) + " []",
                        "CONNECTED " + new InetSocketAddress(TWO, port(server)) + " []");
        assertNothingLeft(1);
    }

    @Test
    void anObserverThatThrowsChangesNothing() throws IOException {
        ServerSocketChannel server = listen(ONE, 0);
        Connector observed = Connector.builder()
                .observer((step, address) -> {
                    throw new IllegalStateException(step.name());
                })
                .build();

        Future<Transport> connecting = observed.connect(test.loop, server.getLocalAddress(), TIMEOUT, protocol);
        test.turnUntilDone(connecting);

        assertThat(protocol.calls).containsExactly("connected");
        assertThat(test.reports.takeErrors()).extracting(Throwable::getMessage).containsExactly("ATTEMPT", "CONNECTED");
        assertNothingLeft(1);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127/8 is this machine")
    void whereTheFirstAddressAnswersTheSecondIsNotTried() throws IOException {
        ServerSocketChannel first = listen(ONE, 0);
        ServerSocketChannel second = listen(TWO, port(first));
        second.configureBlocking(false);

        Future<Transport> connecting = connect(port(first), ONE, TWO);
        test.turnUntilDone(connecting);
        test.ticker.advance(Duration.ofSeconds(5));
        test.inTask(() -> {});

        assertThat(connecting.resultNow().remoteAddress()).isEqualTo(first.getLocalAddress());
        assertThat(second.accept()).isNull();
        assertNothingLeft(1);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127/8 is this machine")
    void aRefusalBehindASilentAddressLeavesThatOneItsTime() throws IOException {
        InetSocketAddress silent = blackHole(ONE, 0);

        Future<Transport> connecting = connect(silent.getPort(), ONE, TWO);
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error()).isInstanceOf(ConnectTimeoutException.class);
        assertThat(test.ticker.elapsed()).isEqualTo(TIMEOUT);
        assertNothingLeft(0);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127/8 is this machine")
    void whereAllRefuseTheLastRefusalHasTheOthersSuppressed() {
        int port = unusedPort();

        Future<Transport> connecting = connect(port, ONE, TWO, THREE);
        test.turnUntilDone(connecting);

        Throwable error = connecting.outcome().error();
        assertThat(error).isInstanceOf(ConnectException.class).hasMessageContaining("127.0.0.3:" + port);
        assertThat(error.getSuppressed()).hasSize(2);
        assertThat(error.getSuppressed()[0]).hasMessageContaining("127.0.0.1:" + port);
        assertThat(error.getSuppressed()[1]).hasMessageContaining("127.0.0.2:" + port);
        assertNothingLeft(0);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127/8 is this machine")
    void cancellingBetweenTwoAttemptsEndsBoth() throws IOException {
        InetSocketAddress silent = blackHole(ONE, 0);
        blackHole(TWO, silent.getPort());
        Future<Transport> connecting = connect(silent.getPort(), ONE, TWO);
        test.turnUntil(() -> test.loop.reactor().registrations() == 2);
        assertThat(test.ticker.elapsed()).isEqualTo(ATTEMPT_DELAY);

        connecting.cancel();
        test.turnUntilIdle();

        assertNothingLeft(0);
    }

    @Test
    void cancellingBeforeTheAttemptDelayIsOverStartsNoOtherAttempt() throws IOException {
        InetSocketAddress silent = blackHole(ONE, 0);
        Future<Transport> connecting = connect(silent.getPort(), ONE, ONE);
        test.turnUntilIdle();
        assertThat(test.loop.pendingTimers())
                .as("the time-out's and the attempt delay's")
                .isEqualTo(2);

        connecting.cancel();
        test.turnUntilIdle();

        assertNothingLeft(0);
    }

    // -------------------------------------------------------------------------------------------------------------
    // names

    @Test
    void aNameThatNobodyKnowsIsSaid() {
        UnknownHostException error = new UnknownHostException("unknown host: nowhere");
        Connector connector = connector((loop, host) -> Future.failed(error));

        Future<Transport> connecting =
                connector.connect(test.loop, InetSocketAddress.createUnresolved("nowhere", 80), TIMEOUT, protocol);
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error()).isSameAs(error);
        assertNothingLeft(0);
    }

    @Test
    void theTimeoutCountsForTheLookUpTooAndCancelsIt() {
        Promise<List<InetAddress>> never = test.loop.newPromise();
        Connector connector = connector((loop, host) -> never);

        Future<Transport> connecting =
                connector.connect(test.loop, InetSocketAddress.createUnresolved("slow", 80), TIMEOUT, protocol);
        test.turnUntilDone(connecting);
        test.turnUntilIdle();

        assertThat(connecting.outcome().error())
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessageContaining("slow:80");
        assertThat(never.isCancelled()).isTrue();
        assertNothingLeft(0);
    }

    /** The loop was busy: in its next turn the timer comes before the task with the result. */
    @Test
    void aResultThatWaitsInTheQueueBeatsTheTimeoutThatRanOutMeanwhile() throws IOException {
        Promise<List<InetAddress>> lookUp = test.loop.newPromise();
        int port = port(listen(ONE, 0));
        Future<Transport> connecting = connector((loop, host) -> lookUp)
                .connect(test.loop, InetSocketAddress.createUnresolved("web1", port), TIMEOUT, protocol);
        test.turnUntilIdle();

        test.ticker.advance(TIMEOUT.plusSeconds(1));
        lookUp.complete(List.of(ONE));
        test.turnUntilDone(connecting);

        assertThat(connecting.resultNow().remoteAddress()).isEqualTo(new InetSocketAddress(ONE, port));
        assertNothingLeft(1);
    }

    @Test
    void theAttemptsAfterSuchAResultHaveATimeoutToo() throws IOException {
        Promise<List<InetAddress>> lookUp = test.loop.newPromise();
        InetSocketAddress silent = blackHole(ONE, 0);
        Future<Transport> connecting = connector((loop, host) -> lookUp)
                .connect(test.loop, InetSocketAddress.createUnresolved("web1", silent.getPort()), TIMEOUT, protocol);
        test.turnUntilIdle();

        test.ticker.advance(TIMEOUT);
        lookUp.complete(List.of(ONE));
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error()).isInstanceOf(ConnectTimeoutException.class);
        assertThat(test.ticker.elapsed()).isEqualTo(TIMEOUT.multipliedBy(2));
        assertNothingLeft(0);
    }

    @Test
    void cancellingDuringTheLookUpCancelsIt() {
        Promise<List<InetAddress>> never = test.loop.newPromise();
        Future<Transport> connecting = connector((loop, host) -> never)
                .connect(test.loop, InetSocketAddress.createUnresolved("slow", 80), TIMEOUT, protocol);

        connecting.cancel();
        test.turnUntilIdle();

        assertThat(never.isCancelled()).isTrue();
        assertNothingLeft(0);
    }

    @Test
    void aNameIsLookedUpAsItWasGiven() {
        List<String> asked = new ArrayList<>();
        Connector connector = connector((loop, host) -> {
            asked.add(host);
            return Future.failed(new UnknownHostException(host));
        });

        connector.connect(test.loop, InetSocketAddress.createUnresolved("a.example", 80), TIMEOUT, protocol);
        test.turnUntilIdle();

        assertThat(asked).containsExactly("a.example");
    }

    // --------------------------------------------------------------------------------------------------------
    // interleave

    @Test
    void theFamiliesAlternateBeginningWithThatOfTheFirstAddress() {
        InetAddress six1 = six(1);
        InetAddress six2 = six(2);

        assertThat(Connector.interleave(List.of(six1, six2, ONE, TWO, THREE), 80))
                .containsExactly(at(six1), at(ONE), at(six2), at(TWO), at(THREE));
        assertThat(Connector.interleave(List.of(ONE, TWO, six1), 80)).containsExactly(at(ONE), at(six1), at(TWO));
        assertThat(Connector.interleave(List.of(ONE), 80)).containsExactly(at(ONE));
    }

    @Test
    void ofThousandsOfAddressesTheFirst64AreTried() {
        List<InetAddress> one = Collections.nCopies(4_000, ONE);
        List<InetAddress> both = new ArrayList<>(Collections.nCopies(4_000, six(1)));
        both.addAll(one);

        assertThat(Connector.interleave(one, 80)).hasSize(64);
        assertThat(Connector.interleave(both, 80)).hasSize(64).contains(at(six(1)), at(ONE));
    }

    // ------------------------------------------------------------------------------------------------------ others

    @Test
    void hasTheSettingsThatItWasGiven() {
        WaterMarks marks = new WaterMarks(20, 10);
        Resolver resolver = (loop, host) -> Future.completed(List.of(ONE));
        Connector connector = Connector.builder()
                .marks(marks)
                .resolver(resolver)
                .attemptDelay(Duration.ofSeconds(7))
                .build();
        for (Connector each : List.of(connector, connector.toBuilder().build())) {
            assertThat(each.marks()).isSameAs(marks);
            assertThat(each.resolver()).isSameAs(resolver);
            assertThat(each.attemptDelay()).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void aResolverThatThrowsFailsTheConnection() {
        Future<Transport> connecting = connector((loop, host) -> {
                    throw new IllegalStateException("a bug");
                })
                .connect(test.loop, InetSocketAddress.createUnresolved("web1", 80), TIMEOUT, protocol);
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error())
                .isInstanceOf(IOException.class)
                .hasMessage("cannot look up web1: java.lang.IllegalStateException: a bug");
        assertNothingLeft(0);
    }

    /** An error, too, and not only an exception: the fetcher whose connection this is waits for its end. */
    @Test
    void soDoesOneThatHasNoFutureOrNoAddress() {
        assertThat(errorOf((loop, host) -> {
                    throw new NoClassDefFoundError("Missing");
                }))
                .isEqualTo("cannot look up web1: java.lang.NoClassDefFoundError: Missing");
        assertThat(errorOf((loop, host) -> null))
                .isEqualTo("cannot look up web1: java.lang.NullPointerException: the resolver has returned null");
        assertThat(errorOf((loop, host) -> Future.completed(List.of())))
                .isEqualTo("unknown host: web1: the resolver has found no address, and must fail then");
        assertNothingLeft(0);
    }

    private String errorOf(Resolver resolver) {
        Future<Transport> connecting = connector(resolver)
                .connect(test.loop, InetSocketAddress.createUnresolved("web1", 80), TIMEOUT, protocol);
        test.turnUntilDone(connecting);
        assertThat(connecting.outcome().error()).isInstanceOf(IOException.class);
        return connecting.outcome().error().getMessage();
    }

    /** The time starts again once, for a result on its way to this loop. This one never comes. */
    @Test
    void aResultThatHangsInAnotherLoopTimesOut() {
        try (TestLoop hangs = new TestLoop()) {
            Promise<List<InetAddress>> lookUp = hangs.loop.newPromise();
            lookUp.complete(List.of(ONE));
            Future<Transport> connecting = connector((loop, host) -> lookUp)
                    .connect(test.loop, InetSocketAddress.createUnresolved("web1", 80), TIMEOUT, protocol);

            for (int i = 0; i < 3; i++) {
                test.ticker.advance(TIMEOUT);
                test.turnUntilIdle();
            }

            assertThat(connecting.outcome().error()).isInstanceOf(ConnectTimeoutException.class);
            assertNothingLeft(0);
        }
    }

    @Test
    void aProtocolThatThrowsInConnectedHasNoConnection() throws IOException {
        RuntimeException bug = new RuntimeException("a bug");
        RecordingProtocol throwing = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                throw bug;
            }
        };
        Future<Transport> connecting =
                Connector.DEFAULT.connect(test.loop, listen(ONE, 0).getLocalAddress(), TIMEOUT, throwing);
        test.turnUntilDone(connecting);

        assertThat(connecting.outcome().error()).isSameAs(bug);
        assertThat(test.reports.takeErrors()).containsExactly(bug);
        assertNothingLeft(0);
    }

    @Test
    void anotherThreadIsTurnedAway() throws IOException {
        SocketAddress address = listen(ONE, 0).getLocalAddress();
        assertThatThrownBy(() -> Threads.runElsewhere(() -> connect(address)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("called from thread");
    }

    @Test
    void addressesAreDescribedAsInAUrl() {
        assertThat(Addresses.describe(InetSocketAddress.createUnresolved("a.example", 80)))
                .isEqualTo("a.example:80");
        assertThat(Addresses.describe(new InetSocketAddress(ONE, 80))).isEqualTo("127.0.0.1:80");
        assertThat(Addresses.describe(InetSocketAddress.createUnresolved("::1", 80)))
                .isEqualTo("[::1]:80");
    }

    @Test
    void theBlockingResolverAsksTheSystem() {
        Future<List<InetAddress>> found = Resolver.blocking(Runnable::run).resolve(test.loop, "localhost");
        test.turnUntilDone(found);

        assertThat(found.resultNow()).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }

    // -----------------------------------------------------------------------------------------------------------
    // fixtures

    private Future<Transport> connect(SocketAddress address) {
        return Connector.DEFAULT.connect(test.loop, address, TIMEOUT, protocol);
    }

    private Future<Transport> connect(int port, InetAddress... addresses) {
        return connector((loop, host) -> Future.completed(List.of(addresses)))
                .connect(test.loop, InetSocketAddress.createUnresolved("name", port), TIMEOUT, protocol);
    }

    private static Connector connector(Resolver resolver) {
        return Connector.builder()
                .resolver(resolver)
                .attemptDelay(ATTEMPT_DELAY)
                .build();
    }

    private void assertNothingLeft(int registrations) {
        test.turnUntilIdle();
        test.inTask(() -> {}); // a closed channel leaves the selector in the next select
        assertThat(test.loop.reactor().registrations()).isEqualTo(registrations);
        assertThat(test.loop.pendingTimers()).isZero();
        assertThat(test.provider.openSockets()).as("sockets").isEqualTo(registrations);
    }

    private ServerSocketChannel listen(InetAddress address, int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        open.add(server);
        try {
            server.bind(new InetSocketAddress(address, port));
        } catch (BindException e) {
            assumeTrue(false, "another program has taken port " + port + " of " + address);
        }
        return server;
    }

    /** An address whose backlog is full: the kernel leaves a connection that comes without an answer. */
    private InetSocketAddress blackHole(InetAddress address, int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        open.add(server);
        server.bind(new InetSocketAddress(address, port), 1);
        InetSocketAddress local = (InetSocketAddress) server.getLocalAddress();
        for (int i = 0; i < 10; i++) {
            SocketChannel filler = SocketChannel.open();
            open.add(filler);
            filler.configureBlocking(false);
            filler.connect(local);
            if (!filler.isConnected() && !isAnswered(filler)) {
                return local;
            }
        }
        assumeTrue(false, "this kernel's backlog cannot be filled");
        return local;
    }

    private static boolean isAnswered(SocketChannel filler) throws IOException {
        for (int i = 0; i < 1_000; i++) { // on this machine's own addresses the answer is there at once
            if (filler.finishConnect()) {
                return true;
            }
        }
        return false;
    }

    private static int unusedPort() {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(ONE, 0));
            return port(server);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int port(ServerSocketChannel server) throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private static InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, 80);
    }

    private static InetAddress six(int last) {
        byte[] bytes = new byte[16];
        bytes[0] = 0x20;
        bytes[15] = (byte) last;
        return address(bytes);
    }

    private static InetAddress address(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return address(bytes);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
