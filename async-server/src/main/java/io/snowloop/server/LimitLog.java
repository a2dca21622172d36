package io.snowloop.server;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says that a limit was hit, with the name of its setting, the first time. Any thread. */
final class LimitLog {
    private static final LazyLogger LOG = new LazyLogger(LimitLog.class);

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * A limit was hit.
     *
     * @param setting of {@link ServerOptions}
     * @param what happens because of it
     */
    void hit(String setting, Object value, String what) {
        if (said.add(setting)) {
            LOG.get().log(Level.WARNING, "ServerOptions." + setting + " = " + value + ": " + what + " (said once)");
        }
    }
}
