// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.http.RequestContext;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The context of a request whose proxy has told who its client is. */
final class ForwardedContext extends FilterContext {
    private final @Nullable SocketAddress client;
    private final boolean secure;

    ForwardedContext(RequestContext server, @Nullable SocketAddress client, boolean secure) {
        super(server);
        this.client = client;
        this.secure = secure;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return client;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }
}
