// SPDX-License-Identifier: Apache-2.0
package io.snowloop.logging;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Logs that a limit was hit, with the name of its setting, the first time only. Any thread. */
public final class LimitLog {
    private final LazyLogger logger;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** One of those who set the limits, with the name of this class. */
    public LimitLog(Class<?> named) {
        logger = new LazyLogger(named);
    }

    /**
     * A limit was hit.
     *
     * @param setting its class and its name, such as ServerOptions.maxConnections
     * @param value what it is set to
     * @param what the consequence
     */
    public void hit(String setting, Object value, String what) {
        if (said.add(setting)) {
            logger.log(Level.WARNING, setting + " = " + value + ": " + what + " (said once)");
        }
    }
}
