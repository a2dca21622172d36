// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Chances.Kind;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A selector of a simulated host.
 *
 * <p>All its sets are in the order of registration. In a {@code HashSet}, the order would follow from identity hash
 * codes, which differ from run to run, and a seed would not reproduce a run.
 */
final class SimSelector extends AbstractSelector {
    private final SimHost host;
    private final SimNetwork network;
    private final Threads threads;

    /** Any thread may add to it and look at it, also while another one is in a select. */
    private final Set<SelectionKey> keys =
            new ConcurrentSkipListSet<>(Comparator.comparingLong(key -> ((SimKey) key).number()));

    private final Set<SelectionKey> keysView = Collections.unmodifiableSet(keys);
    private final Set<SelectionKey> selected = new LinkedHashSet<>();
    private final Set<SelectionKey> selectedView = new SelectedKeys(selected);

    /** Volatile: {@link #wakeup} may be called from any thread. */
    private volatile boolean wokenUp;

    private final IdleSelects idle;
    private boolean inSelect;

    SimSelector(SimHost host) {
        super(host);
        this.host = host;
        this.network = host.network();
        this.threads = network.threads();
        this.idle = new IdleSelects(this);
    }

    @Override
    public Set<SelectionKey> keys() {
        checkOpen();
        return keysView;
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        checkOpen();
        return selectedView;
    }

    /** Like a selector of the JDK, it accepts only channels of its own provider, and so of its own host. */
    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, @Nullable Object attachment) {
        if (!(channel instanceof SimChannel socket) || socket.host() != host) {
            throw new IllegalSelectorException();
        }
        return threads.call(() -> {
            checkOpen();
            SimKey key = new SimKey(this, channel, socket, network.nextKey());
            key.attach(attachment);
            key.interestOps(ops);
            keys.add(key);
            return key;
        });
    }

    // --------------------------------------------------------------------------------------------------- selecting

    @Override
    public int selectNow() {
        return selectFor(0, null);
    }

    @Override
    public int select() {
        return select(0);
    }

    @Override
    public int select(long timeout) {
        return selectFor(nanos(timeout), null);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) {
        return selectFor(0, Objects.requireNonNull(action));
    }

    @Override
    public int select(Consumer<SelectionKey> action) {
        return select(action, 0);
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) {
        return selectFor(nanos(timeout), Objects.requireNonNull(action));
    }

    private static long nanos(long timeout) {
        if (timeout < 0) {
            throw new IllegalArgumentException("negative timeout: " + timeout);
        }
        return BlockingMode.nanos(timeout);
    }

    /**
     * Waits up to {@code nanos}; then adds to the selected keys, or calls {@code action} instead.
     *
     * <p>Cancelled keys are removed before and after the wait, as {@link Selector} specifies. {@code wokenUp} is
     * cleared after the wait: a wakeup between two selects makes the next one return at once, and only that one. It
     * also specifies the locks: the selector, then its selected keys.
     *
     * <p>A turn of a hosted loop that finds no key ready has tasks or timers to run, which are no concern of the selector.
     */
    private int selectFor(long nanos, @Nullable Consumer<SelectionKey> action) {
        synchronized (this) {
            checkOpen();
            if (inSelect) {
                throw new IllegalStateException("select in progress");
            }
            inSelect = true;
            try {
                synchronized (selectedView) {
                    deregisterCancelled();
                    boolean hosted = threads.call(() -> await(nanos));
                    deregisterCancelled();
                    Map<SimKey, Integer> ready = threads.call(this::ready);
                    wokenUp = false;
                    int count = select(ready, action);
                    if (count > 0 || !hosted) {
                        threads.run(idle::add);
                    }
                    return count;
                }
            } finally {
                inSelect = false;
            }
        }
    }

    // region await
    /**
     * Waits until a key is ready or the time is up. Where the program would block, the rest of the simulation runs.
     *
     * <p>But not if the simulation itself runs a turn of this selector's loop: the loop has its turn because it has work.
     *
     * @return whether it is the selector of a loop that has its turn
     */
    private boolean await(long nanos) {
        network.deliver();
        keys.forEach(key -> ((SimKey) key).poll());
        boolean hosted = threads.hosts(this);
        if (!hosted && nanos != 0) {
            long deadline = host.wakesUp(threads.deadline(nanos), threads.nextEvent());
            threads.await(this::isPolledReady, deadline, this);
            if (host.maybePause()) {
                threads.await(() -> false, host.pausedUntil(), "a pause of its host");
            }
        }
        return hosted;
    }
    // endregion

    /**
     * The keys that are ready, in the order in which they are selected. All ready sets are computed before the first action
     * is called: a kernel returns a snapshot and does not look again after each callback.
     */
    private Map<SimKey, Integer> ready() {
        Faults faults = host.faults();
        List<SelectionKey> order = new ArrayList<>(keys);
        if (faults.shuffled) {
            Collections.shuffle(order, host.chances().of(Kind.ORDER));
        }
        int spurious = faults.spuriousConnects ? -1 : ~SelectionKey.OP_CONNECT;
        Map<SimKey, Integer> ready = new LinkedHashMap<>();
        for (SelectionKey each : order) {
            SimKey key = (SimKey) each;
            int ops =
                    key.polledReady() | (host.chances().draw(Kind.SPURIOUS_READY, faults.spuriousReady) ? spurious : 0);
            if (ops != 0) {
                ready.put(key, ops);
            }
        }
        return ready;
    }

    /**
     * Selects keys. An action may change the interest set of other keys, so that is looked at again. As in the JDK, a key
     * that it cancels is still selected.
     */
    private int select(Map<SimKey, Integer> ready, @Nullable Consumer<SelectionKey> action) {
        int count = 0;
        for (Map.Entry<SimKey, Integer> each : ready.entrySet()) {
            int ops = each.getValue() & each.getKey().interest();
            if (ops != 0 && selects(each.getKey(), ops, action)) {
                count++;
            }
        }
        return count;
    }

    /** Returns whether the key counts: a key that is selected already does only if its ready set has changed. */
    private boolean selects(SimKey key, int ops, @Nullable Consumer<SelectionKey> action) {
        if (action != null) {
            key.ready(ops);
            action.accept(key);
            checkOpen(); // it may have closed this selector
            return true;
        }
        if (selected.add(key)) {
            key.ready(ops);
            return true;
        }
        return key.addReady(ops); // the program has not removed it: its ready set is kept and added to
    }

    SimHost host() {
        return host;
    }

    /** Whether the select in progress has to return. */
    private boolean isPolledReady() {
        return isReady(SimKey::polledReady);
    }

    /** Whether a select would have an effect: keys are ready, or closed channels wait to be deregistered. */
    boolean hasWork() {
        return hasCancelled() || isReady(SimKey::pending);
    }

    private boolean isReady(ToIntFunction<SimKey> operations) {
        if (wokenUp) {
            return true;
        }
        for (SelectionKey key : keys) { // a loop and not a stream: this runs after each segment
            if (operations.applyAsInt((SimKey) key) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Selector wakeup() {
        wokenUp = true;
        threads.wake();
        return this;
    }

    // ------------------------------------------------------------------------------------- cancelling and closing

    private boolean hasCancelled() {
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            return !cancelled.isEmpty();
        }
    }

    /**
     * Removes the cancelled keys, in the order of registration: this closes sockets and so sends segments, and the
     * order of the inherited set is not specified. The lock is the one that {@link AbstractSelector} specifies.
     */
    private void deregisterCancelled() {
        List<SelectionKey> leaving;
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            leaving = new ArrayList<>(cancelled);
            cancelled.clear();
        }
        leaving.sort(Comparator.comparingInt(SelectionKey::hashCode)); // SimKey's is its number
        leaving.forEach(this::remove);
    }

    /** Removes a key from all sets. If its channel is closed and this was its last key, this closes the socket. */
    private void remove(SelectionKey key) {
        keys.remove(key);
        selected.remove(key);
        deregister((SimKey) key);
        ((SimKey) key).socket().deregistered();
    }

    /** Wakes up a select in progress, as {@link Selector#close} specifies, and deregisters all channels. */
    @Override
    protected void implCloseSelector() {
        wakeup();
        synchronized (this) {
            synchronized (selectedView) {
                List.copyOf(keys).forEach(this::remove);
            }
        }
    }

    private void checkOpen() {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
    }

    @Override
    public String toString() {
        return "a selector of " + host;
    }
}
