package io.snowloop.loop;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.nio.channels.spi.SelectorProvider;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * What a loop is made with.
 *
 * @param ticker the clock of its timers
 * @param provider the maker of its selector and its channels: the JDK, or a simulated network
 * @param exceptionHandler whom it tells of exceptions in callbacks
 * @param maxTasksPerTurn after how many tasks a turn ends, so that channels and timers have their chance; at least 1
 * @param observers the maker of who watches it, if anybody does
 */
public record EventLoopOptions(
        Ticker ticker,
        SelectorProvider provider,
        ExceptionHandler exceptionHandler,
        int maxTasksPerTurn,
        LoopObserver.Factory observers) {
    /** Set to anything but {@code false}, this system property has {@link #DEFAULT} loops watched by the debug mode. */
    public static final String DEBUG_PROPERTY = "snowloop.debug";

    private static final LazyLogger LOG = new LazyLogger(EventLoop.class);

    /**
     * The machine's clock, the JDK's channels, a log record at ERROR for every exception, 4,096 tasks a turn, and nobody
     * who watches, unless the property {@value #DEBUG_PROPERTY} is set.
     */
    public static final EventLoopOptions DEFAULT = new EventLoopOptions(
            Ticker.system(),
            SelectorProvider.provider(),
            (error, source) -> LOG.get().log(Level.ERROR, () -> "exception in " + source, error),
            4_096,
            isDebug(System.getProperty(DEBUG_PROPERTY)) ? debugMode() : LoopObserver.Factory.NONE);

    /** Checks the bound. */
    public EventLoopOptions {
        if (maxTasksPerTurn < 1) {
            throw new IllegalArgumentException("maxTasksPerTurn must be at least 1, not " + maxTasksPerTurn);
        }
    }

    static boolean isDebug(@Nullable String property) {
        return property != null && !property.equals("false");
    }

    /** A service, because the package that it is in stands on this one. */
    static LoopObserver.Factory debugMode() {
        return ServiceLoader.load(LoopObserver.Factory.class, LoopObserver.class.getClassLoader())
                .findFirst()
                .orElse(LoopObserver.Factory.NONE);
    }

    /** With another clock. */
    public EventLoopOptions withTicker(Ticker ticker) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn, observers);
    }

    /** With another maker of channels. */
    public EventLoopOptions withProvider(SelectorProvider provider) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn, observers);
    }

    /** With somebody else to tell of exceptions. */
    public EventLoopOptions withExceptionHandler(ExceptionHandler exceptionHandler) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn, observers);
    }

    /** With another bound on the tasks of a turn. */
    public EventLoopOptions withMaxTasksPerTurn(int maxTasksPerTurn) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn, observers);
    }

    /** With somebody who watches: a trace, the debug mode. */
    public EventLoopOptions withObserver(LoopObserver.Factory observers) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn, observers);
    }
}
