// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The context of a server whose identities may change: another one after each change. Its sessions end with it, so that no connection
 * goes on with a certificate that was replaced.
 */
final class CurrentContext implements Supplier<SSLContext> {
    private final Identities identities;
    private final Trust clients;
    private volatile Made made;

    CurrentContext(Identities identities, Trust clients) {
        this.identities = identities;
        this.clients = clients;
        this.made = make(identities.current());
    }

    @Override
    public SSLContext get() {
        Made now = made;
        return now.keys == identities.current() ? now.context : renewed();
    }

    /** The first loop after a change makes the context, which takes no longer than a handshake; others that come meanwhile wait. */
    private synchronized SSLContext renewed() {
        HostKeys keys = identities.current();
        if (made.keys != keys) {
            made = make(keys);
        }
        return made.context;
    }

    private Made make(HostKeys keys) {
        return new Made(keys, JdkEngines.context(clients, keys));
    }

    private record Made(HostKeys keys, SSLContext context) {}
}
