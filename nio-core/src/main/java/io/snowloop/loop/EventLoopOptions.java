// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.logging.LazyLogger;
import io.snowloop.options.Bounds;
import java.lang.System.Logger.Level;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a loop. Immutable.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#loop-options -->
 * <pre>{@code
 * EventLoopOptions options =
 *         EventLoopOptions.builder().maxTasksPerTurn(1_000).build();
 * try (EventLoop loop = EventLoop.open(options)) {
 *     loop.runUntil(loop.sleep(ofMillis(1)));
 * }
 * }</pre>
 */
public final class EventLoopOptions {
    /** If this system property is set, and not to {@code false}, the default observer is the debug mode. */
    public static final String DEBUG_PROPERTY = "snowloop.debug";

    private static final LazyLogger LOG = new LazyLogger(EventLoop.class);

    private static final LoopObserver.Factory DEFAULT_OBSERVER =
            isDebug(System.getProperty(DEBUG_PROPERTY)) ? debugMode() : LoopObserver.Factory.NONE;

    /** Every setting at its default. */
    public static final EventLoopOptions DEFAULT = builder().build();

    private final Ticker ticker;
    private final SelectorProvider provider;
    private final ExceptionHandler exceptionHandler;
    private final int maxTasksPerTurn;
    private final int maxEarlySelects;
    private final Duration blockedAfter;
    private final Duration startWithin;
    private final LoopObserver.Factory observer;

    private EventLoopOptions(Builder builder) {
        this.ticker = builder.ticker;
        this.provider = builder.provider;
        this.exceptionHandler = builder.exceptionHandler;
        this.maxTasksPerTurn = builder.maxTasksPerTurn;
        this.maxEarlySelects = builder.maxEarlySelects;
        this.blockedAfter = builder.blockedAfter;
        this.startWithin = builder.startWithin;
        this.observer = builder.observer;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the clock of the loop's timers} */
    public Ticker ticker() {
        return ticker;
    }

    /** {@return what opens the loop's selector and its channels} */
    public SelectorProvider provider() {
        return provider;
    }

    /** {@return the handler of exceptions that callbacks throw} */
    public ExceptionHandler exceptionHandler() {
        return exceptionHandler;
    }

    /** {@return the most tasks that a turn runs} */
    public int maxTasksPerTurn() {
        return maxTasksPerTurn;
    }

    /** {@return how many selects in a row may return too early until the selector is replaced; 0 for any number} */
    public int maxEarlySelects() {
        return maxEarlySelects;
    }

    /** {@return how long a turn of a loop lasts until it is logged that the loop is blocked; zero for never} */
    public Duration blockedAfter() {
        return blockedAfter;
    }

    /** {@return how long another thread that waits for an action of the loop waits for a thread to run it} */
    public Duration startWithin() {
        return startWithin;
    }

    /** {@return what makes the loop's observer} */
    public LoopObserver.Factory observer() {
        return observer;
    }

    static boolean isDebug(@Nullable String property) {
        return property != null && !property.equals("false");
    }

    /** Found as a service, because the debug mode's package depends on this one. */
    static LoopObserver.Factory debugMode() {
        return ServiceLoader.load(LoopObserver.Factory.class, LoopObserver.class.getClassLoader())
                .findFirst()
                .orElse(LoopObserver.Factory.NONE);
    }

    /** Sets options. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private Ticker ticker = Ticker.system();
        private SelectorProvider provider = SelectorProvider.provider();
        private ExceptionHandler exceptionHandler =
                (error, source) -> LOG.log(Level.ERROR, () -> "exception in " + source, error);
        private int maxTasksPerTurn = 4_096;
        private int maxEarlySelects = 512;
        private Duration blockedAfter = Duration.ofSeconds(5);
        private Duration startWithin = Duration.ofSeconds(5);
        private LoopObserver.Factory observer = DEFAULT_OBSERVER;

        private Builder() {}

        private Builder(EventLoopOptions options) {
            this.ticker = options.ticker;
            this.provider = options.provider;
            this.exceptionHandler = options.exceptionHandler;
            this.maxTasksPerTurn = options.maxTasksPerTurn;
            this.maxEarlySelects = options.maxEarlySelects;
            this.blockedAfter = options.blockedAfter;
            this.startWithin = options.startWithin;
            this.observer = options.observer;
        }

        /**
         * Sets the clock of the loop's timers.
         * @param ticker default: the machine's
         * @return this builder
         */
        public Builder ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Sets what opens the loop's selector and its channels: the JDK, or a simulated network.
         * @param provider default: the JDK
         * @return this builder
         */
        public Builder provider(SelectorProvider provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /**
         * Sets the handler of exceptions that callbacks throw; called on the loop's thread.
         * @param exceptionHandler default: a log record at level ERROR for each
         * @return this builder
         */
        public Builder exceptionHandler(ExceptionHandler exceptionHandler) {
            this.exceptionHandler = Objects.requireNonNull(exceptionHandler, "exceptionHandler");
            return this;
        }

        /**
         * Sets the most tasks that a turn runs. Further tasks run in the next turn, after the channels and timers that are
         * ready then; so do those that are left when the tasks of a turn have taken 20 ms.
         *
         * @param tasks at least 1; default: 4,096
         * @return this builder
         */
        public Builder maxTasksPerTurn(int tasks) {
            this.maxTasksPerTurn = Bounds.atLeast("maxTasksPerTurn", 1, tasks);
            return this;
        }

        /**
         * Sets how many selects in a row may return before their time, with nothing, until the loop moves its channels to a
         * new selector. Such a selector would keep a processor busy. If a new one is no better, the loop pauses before each
         * wait, at most 100 ms.
         *
         * @param selects at least 0, which is any number; default: 512
         * @return this builder
         */
        public Builder maxEarlySelects(int selects) {
            this.maxEarlySelects = Bounds.atLeast("maxEarlySelects", 0, selects);
            return this;
        }

        /**
         * Sets how long a turn of a loop lasts until it is logged, at WARNING and with the stack of the loop's thread, that the
         * loop is blocked. It is logged again each time that the turn has lasted twice as long, and when the loop goes on. A daemon
         * thread looks, while an {@link EventLoopGroup} or {@link EventLoop#run} runs the loop.
         *
         * @param least not negative; default: 5 s; zero for never
         * @return this builder
         */
        public Builder blockedAfter(Duration least) {
            this.blockedAfter = Bounds.notNegative("blockedAfter", least);
            return this;
        }

        /**
         * Sets how long {@code Server.listen}, called by another thread than the loop's own, waits for a thread to run the loop. If none
         * does by then, nor exists to do so, it fails with an {@link IllegalStateException}: it would wait without an end. So does
         * {@link EventLoop#runUntil}, for the future of another loop: it logs a warning, and waits on.
         *
         * @param most positive; default: 5 s
         * @return this builder
         */
        public Builder startWithin(Duration most) {
            this.startWithin = Bounds.positive("startWithin", most);
            return this;
        }

        /**
         * Sets what makes the loop's observer: a trace, the debug mode.
         * @param observer default: no observer, or the debug mode if the system property {@value
         *     EventLoopOptions#DEBUG_PROPERTY} is set
         * @return this builder
         */
        public Builder observer(LoopObserver.Factory observer) {
            this.observer = Objects.requireNonNull(observer, "observer");
            return this;
        }

        /** {@return options with these settings} */
        public EventLoopOptions build() {
            return new EventLoopOptions(this);
        }
    }
}
