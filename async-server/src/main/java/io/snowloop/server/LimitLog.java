package io.snowloop.server;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says that a limit was hit, with the name of its setting, the first time. Any thread. */
final class LimitLog {
    private static final System.Logger LOG = System.getLogger(LimitLog.class.getName());

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * A limit was hit.
     *
     * @param setting of {@link ServerOptions}
     * @param what happens because of it
     */
    void hit(String setting, Object value, String what) {
        if (said.add(setting)) {
            LOG.log(Level.WARNING, "ServerOptions." + setting + " = " + value + ": " + what + " (said once)");
        }
    }
}
