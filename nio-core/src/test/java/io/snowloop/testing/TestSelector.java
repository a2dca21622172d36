// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A selector that has another one, the JDK's, do the work. A channel that is registered with it has two keys: ours, which
 * the loop sees, and the other selector's, which carries ours as its attachment.
 */
final class TestSelector extends AbstractSelector {
    private final TestSelectorProvider provider;
    private final Selector delegate;
    private final int number;
    private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean woken = new AtomicBoolean();

    TestSelector(TestSelectorProvider provider, Selector delegate, int number) {
        super(provider);
        this.provider = provider;
        this.delegate = delegate;
        this.number = number;
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) throws IOException {
        forgetCancelledKeys();
        provider.selecting(TestSelectorProvider.NOW);
        if (provider.isBroken(number)) {
            return 0;
        }
        return delegateNow(action);
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
        forgetCancelledKeys();
        provider.selecting(timeout == 0 ? TestSelectorProvider.FOR_EVER : timeout);
        if (provider.isBroken(number)) {
            return 0;
        }
        if (timeout == 0 || !provider.isVirtual()) {
            int count = delegate.select(key -> action.accept((SelectionKey) key.attachment()), timeout);
            woken.set(false);
            return count;
        }
        boolean interrupted = woken.get() || Thread.currentThread().isInterrupted();
        int count = delegateNow(action);
        if (count == 0 && !interrupted) {
            provider.advance(timeout);
        }
        return count;
    }

    private int delegateNow(Consumer<SelectionKey> action) throws IOException {
        woken.set(false);
        return delegate.selectNow(key -> action.accept((SelectionKey) key.attachment()));
    }

    @Override
    public Selector wakeup() {
        provider.woken();
        woken.set(true);
        delegate.wakeup();
        return this;
    }

    @Override
    public Set<SelectionKey> keys() {
        return keys;
    }

    /** Ours go first, so that the delegate's are the channel's last and a closed channel's descriptor is released. */
    private void forgetCancelledKeys() {
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            for (Iterator<SelectionKey> each = cancelled.iterator(); each.hasNext(); each.remove()) {
                TestKey key = (TestKey) each.next();
                keys.remove(key);
                deregister(key);
                key.real.cancel();
            }
        }
    }

    @Override
    protected void implCloseSelector() throws IOException {
        keys.forEach(SelectionKey::cancel);
        forgetCancelledKeys();
        delegate.close();
        provider.closed();
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
        if (!provider.mayRegister(keys.size())) {
            throw new IllegalStateException("this selector takes no more channels");
        }
        TestKey key = new TestKey(this);
        try {
            key.real = channel.register(delegate, ops, key);
        } catch (ClosedChannelException e) {
            throw new IllegalStateException("closed while it was registered", e);
        }
        key.attach(attachment);
        keys.add(key);
        return key;
    }

    // The loop gives each select an action; these are for those that look at the selected keys, and nobody does.

    @Override
    public Set<SelectionKey> selectedKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int selectNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select(long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select() {
        throw new UnsupportedOperationException();
    }

    private static final class TestKey extends AbstractSelectionKey {
        private final TestSelector selector;
        private SelectionKey real;

        TestKey(TestSelector selector) {
            this.selector = selector;
        }

        @Override
        public SelectableChannel channel() {
            return real.channel();
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public int interestOps() {
            return valid().interestOps();
        }

        @Override
        public SelectionKey interestOps(int ops) {
            valid().interestOps(ops);
            return this;
        }

        @Override
        public int readyOps() {
            return valid().readyOps();
        }

        private SelectionKey valid() {
            if (!isValid()) {
                throw new CancelledKeyException();
            }
            return real;
        }
    }
}
