// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Logs that a limit was hit, with the name of its setting, the first time only. Any thread. */
final class LimitLog {
    private static final LazyLogger LOG = new LazyLogger(LimitLog.class);

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * A limit was hit.
     *
     * @param setting its class and its name, such as ServerOptions.maxConnections
     * @param value what it is set to
     * @param what the consequence
     */
    void hit(String setting, Object value, String what) {
        if (said.add(setting)) {
            LOG.log(Level.WARNING, setting + " = " + value + ": " + what + " (said once)");
        }
    }
}
