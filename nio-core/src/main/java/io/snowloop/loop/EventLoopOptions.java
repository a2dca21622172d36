package io.snowloop.loop;

import java.lang.System.Logger.Level;
import java.nio.channels.spi.SelectorProvider;

/**
 * What a loop is made with.
 *
 * @param ticker the clock of its timers
 * @param provider the maker of its selector and its channels: the JDK, or a simulated network
 * @param exceptionHandler whom it tells of exceptions in callbacks
 * @param maxTasksPerTurn after how many tasks a turn ends, so that channels and timers have their chance; at least 1
 */
public record EventLoopOptions(
        Ticker ticker, SelectorProvider provider, ExceptionHandler exceptionHandler, int maxTasksPerTurn) {
    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    /** The machine's clock, the JDK's channels, a log record at ERROR for every exception, 4,096 tasks a turn. */
    public static final EventLoopOptions DEFAULT = new EventLoopOptions(
            Ticker.system(),
            SelectorProvider.provider(),
            (error, source) -> LOG.log(Level.ERROR, () -> "exception in " + source, error),
            4_096);

    /** Checks the bound. */
    public EventLoopOptions {
        if (maxTasksPerTurn < 1) {
            throw new IllegalArgumentException("maxTasksPerTurn must be at least 1, not " + maxTasksPerTurn);
        }
    }

    /** With another clock. */
    public EventLoopOptions withTicker(Ticker ticker) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn);
    }

    /** With another maker of channels. */
    public EventLoopOptions withProvider(SelectorProvider provider) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn);
    }

    /** With somebody else to tell of exceptions. */
    public EventLoopOptions withExceptionHandler(ExceptionHandler exceptionHandler) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn);
    }

    /** With another bound on the tasks of a turn. */
    public EventLoopOptions withMaxTasksPerTurn(int maxTasksPerTurn) {
        return new EventLoopOptions(ticker, provider, exceptionHandler, maxTasksPerTurn);
    }
}
