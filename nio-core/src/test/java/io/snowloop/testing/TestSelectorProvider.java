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
    private final AtomicInteger wakeups = new AtomicInteger();
    private final Semaphore waiting = new Semaphore(0);
    private final AtomicReference<Runnable> beforeWait = new AtomicReference<>();
    private final AtomicReference<IOException> nextError = new AtomicReference<>();

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
        return new TestSelector(this, jdk.openSelector());
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
        return jdk.openServerSocketChannel();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
        return jdk.openServerSocketChannel(family);
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return jdk.openSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
        return jdk.openSocketChannel(family);
    }
}
