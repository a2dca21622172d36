package io.snowloop.logging;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link System.Logger} that is looked up at the first record. The first look-up in a JVM loads all of its logging, and a
 * program that starts without trouble logs nothing. Any thread may use it.
 */
public final class LazyLogger implements Supplier<System.Logger> {
    private final String name;
    private volatile System.@Nullable Logger logger;

    /** The logger with the name of this class. */
    public LazyLogger(Class<?> named) {
        name = named.getName();
    }

    /** The logger. Two threads that ask at the same time may get two loggers of the same name, which does no harm. */
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
