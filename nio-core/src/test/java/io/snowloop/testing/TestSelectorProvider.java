// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.sim.VirtualTicker;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's channels, with a selector that writes down how it was asked to wait.
 *
 * <p>Given a {@link VirtualTicker}, the selector moves that clock where it would wait for a timer: a loop with timers
 * then runs for virtual hours in no time. A wait without an end is a real one in any case, so what comes from sockets
 * and other threads is waited for as ever.
 */
public final class TestSelectorProvider extends SelectorProvider {
    /** Among the {@link #waits}: the selector was asked not to wait. */
    public static final long NOW = 0;

    /** Among the {@link #waits}: the selector was asked to wait until something happens. */
    public static final long FOR_EVER = -1;

    private final SelectorProvider jdk = SelectorProvider.provider();
    private final VirtualTicker ticker;
    private final Queue<Long> waits = new ConcurrentLinkedQueue<>();
    private final Queue<SocketChannel> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wakeups = new AtomicInteger();
    private final Semaphore waiting = new Semaphore(0);
    private final AtomicReference<Runnable> beforeWait = new AtomicReference<>();
    private final AtomicReference<IOException> nextError = new AtomicReference<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private Consumer<ServerSocketChannel> serverSockets = channel -> {};
    private volatile int broken;
    private volatile @Nullable IOException brokenThrow;
    private volatile int mayOpen = Integer.MAX_VALUE;
    private volatile int mayRegister = Integer.MAX_VALUE;

    private TestSelectorProvider(VirtualTicker ticker) {
        this.ticker = ticker;
    }

    /** A selector that waits in real time. */
    public static TestSelectorProvider real() {
        return new TestSelectorProvider(null);
    }

    /** A selector that moves {@code ticker} instead of waiting for a timer. */
    public static TestSelectorProvider virtual(VirtualTicker ticker) {
        return new TestSelectorProvider(ticker);
    }

    /** How long the selects so far were to wait, in milliseconds, or {@link #NOW}, or {@link #FOR_EVER}. */
    public List<Long> waits() {
        return List.copyOf(waits);
    }

    /** How often a selector has been woken. */
    public int wakeups() {
        return wakeups.get();
    }

    /** Blocks until a selector is in, or on the last step to, a select that waits; each such select counts once. */
    public void awaitWait() throws InterruptedException {
        if (!waiting.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the loop does not wait");
        }
    }

    /** Has {@code action} run, once, by the next select that waits, on the loop's thread, before it waits. */
    public void beforeNextWait(Runnable action) {
        beforeWait.set(action);
    }

    /** Has the next select fail. */
    public void failNextSelect(IOException error) {
        nextError.set(error);
    }

    /** How many selectors are open. */
    public int openSelectors() {
        return opened.get() - closed.get();
    }

    /** Has {@link #openSelector} fail when it has opened this many. */
    public void failSelectorsAfter(int count) {
        mayOpen = count;
    }

    /** Has {@code watcher} see each listening channel that is opened. */
    public void onServerSocket(Consumer<ServerSocketChannel> watcher) {
        serverSockets = watcher;
    }

    private ServerSocketChannel opened(ServerSocketChannel channel) {
        serverSockets.accept(channel);
        return channel;
    }

    /** Has the selectors that are open now return at once with nothing, or throw this. */
    public void breakSelectors(@Nullable IOException thrown) {
        broken = opened.get();
        brokenThrow = thrown;
    }

    /** Has the selectors that are open work again. */
    public void mendSelectors() {
        broken = 0;
    }

    /** Has each selector refuse all channels but its first ones. */
    public void refuseRegistrationsAfter(int count) {
        mayRegister = count;
    }

    boolean mayRegister(int registered) {
        return registered < mayRegister;
    }

    /** Has each selector that is opened from now on be broken too, or no further one. */
    public void breakFurtherSelectors(boolean further) {
        broken = further ? Integer.MAX_VALUE : opened.get();
    }

    /** Whether a selector is to return at once with nothing. */
    boolean isBroken(int number) throws IOException {
        if (number <= broken && brokenThrow != null) {
            throw brokenThrow;
        }
        return number <= broken;
    }

    /** How many selectors have been opened. */
    public int openedSelectors() {
        return opened.get();
    }

    void closed() {
        closed.incrementAndGet();
    }

    void selecting(long wait) throws IOException {
        waits.add(wait);
        IOException error = nextError.getAndSet(null);
        if (error != null) {
            throw error;
        }
        if (wait != NOW) {
            waiting.release();
            Runnable action = beforeWait.getAndSet(null);
            if (action != null) {
                action.run();
            }
        }
    }

    void woken() {
        wakeups.incrementAndGet();
    }

    boolean isVirtual() {
        return ticker != null;
    }

    void advance(long millis) {
        ticker.advance(Duration.ofMillis(millis));
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        if (opened.get() >= mayOpen) {
            throw new IOException("Too many open files");
        }
        return new TestSelector(this, jdk.openSelector(), opened.incrementAndGet());
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return jdk.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return jdk.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return jdk.openPipe();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return opened(jdk.openServerSocketChannel());
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
        return opened(jdk.openServerSocketChannel(family));
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        SocketChannel socket = jdk.openSocketChannel();
        sockets.add(socket);
        return socket;
    }

    /** How many TCP sockets have been opened here and not closed. Not those that listen or were accepted. */
    public long openSockets() {
        return sockets.stream().filter(SocketChannel::isOpen).count();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
        return jdk.openSocketChannel(family);
    }
}
