// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.client.auth.PasswordAnswers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What HTTP proxies have asked for, so that later requests answer it at once. All methods belong to the loop's thread. */
final class ProxyLogins {
    /** A program that has a login of its own for each request would fill the memory. One that is gone is asked for again. */
    private static final int MOST = 64;

    private final Map<Proxy, PasswordAnswers> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Proxy, PasswordAnswers> eldest) {
            return size() > MOST;
        }
    };

    /** The answers to a proxy; null if it has no user. */
    @Nullable
    PasswordAnswers of(Proxy proxy) {
        PasswordAnswers answers = known.get(proxy);
        if (answers == null) {
            answers = proxy.newAnswers();
            if (answers != null) {
                known.put(proxy, answers);
            }
        }
        return answers;
    }
}
