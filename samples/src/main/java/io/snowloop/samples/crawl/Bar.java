package io.snowloop.samples.crawl;

import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on the terminal, or nothing where there is none. Drawn by a thread of its own, which crawls nothing. */
final class Bar implements Crawler.Progress, AutoCloseable {
    private final @Nullable ProgressBar bar;

    Bar() {
        bar = isTerminal()
                ? new ProgressBarBuilder()
                        .setTaskName("crawling")
                        .setUnit(" pages", 1)
                        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                        .setUpdateIntervalMillis(50)
                        .hideEta()
                        .clearDisplayOnFinish()
                        .build()
                : null;
    }

    @Override
    public void update(int done, int known) {
        if (bar != null) {
            bar.maxHint(known);
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    /** From JDK 22 on there may be a console that is no terminal, and a method that tells, which JDK 17 has not. */
    @SuppressWarnings("SystemConsoleNull") // on JDK 17 it may well be null
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
