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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selector of a simulated host. Where a real selector would block, it runs the rest of the simulation.
 *
 * <p>All its sets are in the order of registration. In a {@code HashSet}, the order would follow from identity hash
 * codes, which differ from run to run, and a seed would not reproduce a run.
 */
final class SimSelector extends AbstractSelector {
    private final SimHost host;
    private final Set<SelectionKey> keys = new LinkedHashSet<>();
    private final Set<SelectionKey> keysView = Collections.unmodifiableSet(keys);
    private final Set<SelectionKey> selected = new LinkedHashSet<>();
    private final Set<SelectionKey> selectedView = new SelectedKeys(selected);

    /** Volatile: {@link #wakeup} may be called from any thread, although a simulation has only one. */
    private volatile boolean wokenUp;

    private final IdleSelects idle;
    private boolean inSelect;

    SimSelector(SimHost host) {
        super(host);
        this.host = host;
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
        checkOpen();
        SimKey key = new SimKey(this, channel, socket, host.network().nextKey());
        key.attach(attachment);
        key.interestOps(ops);
        keys.add(key);
        return key;
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
        return Simulation.nanos(timeout);
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
                    boolean hosted = host.simulation().select(this, nanos);
                    deregisterCancelled();
                    wokenUp = false;
                    int count = collect(action);
                    if (count > 0 || !hosted) {
                        idle.add();
                    }
                    return count;
                }
            } finally {
                inSelect = false;
            }
        }
    }

    /**
     * Selects the keys that are ready. First all ready sets are computed, then the first action is called: a kernel
     * returns a snapshot and does not look again after each callback. An action may change the interest set of other
     * keys, so that is looked at again. As in the JDK, a key that it cancels is still selected.
     */
    private int collect(@Nullable Consumer<SelectionKey> action) {
        Faults faults = host.faults();
        List<SelectionKey> order = new ArrayList<>(keys);
        if (faults.shuffled) {
            Collections.shuffle(order, host.chances().of(Kind.ORDER));
        }
        int spurious = faults.spuriousConnects ? -1 : ~SelectionKey.OP_CONNECT;
        int[] ready = new int[order.size()];
        for (int i = 0; i < ready.length; i++) {
            SimKey key = (SimKey) order.get(i);
            ready[i] = key.pending() | (host.chances().draw(Kind.SPURIOUS_READY, faults.spuriousReady) ? spurious : 0);
        }
        int count = 0;
        for (int i = 0; i < ready.length; i++) {
            SimKey key = (SimKey) order.get(i);
            int ops = ready[i] & key.interest();
            if (ops != 0 && selects(key, ops, action)) {
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

    /** Whether a select would return at once. */
    boolean isReady() {
        if (wokenUp) {
            return true;
        }
        for (SelectionKey key : keys) { // a loop and not a stream: this runs after each segment
            if (((SimKey) key).pending() != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether a select would have an effect: keys are ready, or closed channels wait to be deregistered. */
    boolean hasWork() {
        return hasCancelled() || isReady();
    }

    @Override
    public Selector wakeup() {
        wokenUp = true;
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
