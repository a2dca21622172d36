// SPDX-License-Identifier: Apache-2.0
// FAILS: threw IllegalArgumentException
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Iterator;

/** The channels of a loop: waits until some are ready, and calls their handlers. */
class Channels {
    private final SelectorProvider host;
    private final Selector selector;

    Channels(SelectorProvider host) throws IOException {
        this.host = host;
        this.selector = host.openSelector();
    }

    /** The network: it opens channels. */
    SelectorProvider host() {
        return host;
    }

    /** Calls a handler when the channel is ready for one of these operations. */
    SelectionKey register(SelectableChannel channel, int ops, ReadyHandler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, ops, handler);
    }

    /** Waits for a channel, so many milliseconds at most. 0 does not wait, -1 waits without a limit. */
    void select(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isValid()) {
                ((ReadyHandler) key.attachment()).ready(key);
            }
        }
    }

    /** Ends a select, that of now or the next. Any thread may call it. */
    void wakeup() {
        selector.wakeup();
    }
}
