package io.snowloop.sim;

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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selector that, where it would wait, has the rest of the simulation go on.
 *
 * <p>All its sets keep the order of registration, so that every run of a seed sees the same one.
 */
final class SimSelector extends AbstractSelector {
    private final SimHost host;
    private final Set<SelectionKey> keys = new LinkedHashSet<>();
    private final Set<SelectionKey> keysView = Collections.unmodifiableSet(keys);
    private final Set<SelectionKey> selected = new LinkedHashSet<>();
    private final Set<SelectionKey> selectedView = new SelectedKeys(selected);
    private volatile boolean wokenUp;
    private boolean inSelect;

    SimSelector(SimHost host) {
        super(host);
        this.host = host;
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
        return timeout == 0 ? Agenda.NEVER : TimeUnit.MILLISECONDS.toNanos(timeout);
    }

    /** Waits for up to {@code nanos}; then adds to the selected keys, or calls {@code action} instead. */
    private int selectFor(long nanos, @Nullable Consumer<SelectionKey> action) {
        checkOpen();
        if (inSelect) {
            throw new IllegalStateException("select in progress");
        }
        inSelect = true;
        try {
            deregisterCancelled();
            host.simulation().select(this, nanos);
            deregisterCancelled();
            wokenUp = false;
            return collect(action);
        } finally {
            inSelect = false;
        }
    }

    private int collect(@Nullable Consumer<SelectionKey> action) {
        Faults faults = host.faults();
        List<SelectionKey> order = new ArrayList<>(keys);
        if (faults.shuffled) {
            Collections.shuffle(order, host.simulation().random());
        }
        int[] ready = new int[order.size()]; // all of it first: a kernel doesn't look again after each callback
        for (int i = 0; i < ready.length; i++) {
            SimKey key = (SimKey) order.get(i);
            ready[i] = host.simulation().chance(faults.spuriousReady) ? key.waitsFor() : key.pending();
        }
        int count = 0;
        for (int i = 0; i < ready.length; i++) {
            SimKey key = (SimKey) order.get(i);
            int ops = ready[i] & key.waitsFor();
            if (ops != 0 && key.isValid() && selects(key, ops, action)) {
                count++;
            }
        }
        return count;
    }

    private boolean selects(SimKey key, int ops, @Nullable Consumer<SelectionKey> action) {
        if (action != null) {
            key.ready(ops);
            action.accept(key);
            return true;
        }
        if (selected.add(key)) {
            key.ready(ops);
            return true;
        }
        return key.addReady(ops); // nobody has removed it: what was ready stays so, and only news counts
    }

    SimHost host() {
        return host;
    }

    /** Whether a select would return at once. */
    boolean isReady() {
        if (wokenUp) {
            return true;
        }
        for (SelectionKey key : keys) { // no stream: this is asked after each segment
            if (((SimKey) key).pending() != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether entering a select would have an effect, if only that of letting go of closed channels. */
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

    private void deregisterCancelled() {
        List<SelectionKey> leaving;
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            leaving = new ArrayList<>(cancelled);
            cancelled.clear();
        }
        leaving.sort(Comparator.comparingInt(SelectionKey::hashCode)); // their numbers
        leaving.forEach(this::remove);
    }

    private void remove(SelectionKey key) {
        keys.remove(key);
        selected.remove(key);
        deregister((SimKey) key);
        ((SimKey) key).socket().deregistered();
    }

    @Override
    protected void implCloseSelector() {
        wakeup();
        List.copyOf(keys).forEach(this::remove);
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
