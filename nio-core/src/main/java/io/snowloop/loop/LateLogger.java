package io.snowloop.loop;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link System.Logger} that is looked up when there is first something to say: for the first look-up, a JVM loads the whole
 * of its logging, and a start that goes well has nothing to say. Any thread may use it.
 */
public final class LateLogger implements Supplier<System.Logger> {
    private final String name;
    private volatile System.@Nullable Logger logger;

    /** The logger with the name of this class. */
    public LateLogger(Class<?> named) {
        name = named.getName();
    }

    /** The logger. Who asks twice at once gets one that is as good. */
    @Override
    public System.Logger get() {
        System.Logger found = logger;
        if (found == null) {
            found = System.getLogger(name);
            logger = found;
        }
        return found;
    }
}
