// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The progress of crawls on the terminal, if there is one: a bar for each. The library draws it on its own thread. */
final class Bar implements Crawls.Watcher, AutoCloseable {
    private final boolean terminal = isTerminal();
    private @Nullable ProgressBar bar;

    /** Without a number of pages there is no share of them to show, only how many have come. */
    @Override
    public Crawler.Progress begins(String name, int pages) {
        close();
        if (!terminal) {
            return done -> {};
        }
        ProgressBar begun = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(pages == 0 ? -1 : pages)
                .setUnit(" pages", 1)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(50)
                .hideEta()
                .clearDisplayOnFinish()
                .build();
        bar = begun;
        return begun::stepTo;
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
