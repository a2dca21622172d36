// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on the terminal, if there is one. The library draws it on its own thread. */
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

    /** From JDK 22 on, a console need not be a terminal. The method that tells does not exist in JDK 17. */
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
