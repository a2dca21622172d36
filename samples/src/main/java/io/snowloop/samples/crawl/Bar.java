// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.samples.Terminal;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The progress of crawls on the terminal, if there is one: a bar for each. The library draws it on its own thread. */
final class Bar implements Crawls.Watcher, AutoCloseable {
    /** ECMA-48: CR, and EL of the whole line. The bar is drawn again below. */
    private static final String CLEAR_LINE = "\r\033[2K";

    private final boolean terminal = Terminal.isReal();
    private final PrintWriter errors;
    private @Nullable ProgressBar bar;

    Bar(PrintWriter errors) {
        this.errors = errors;
    }

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

    /** How far all workers of a crawl are. */
    void state(long pages, String more) {
        if (bar != null) {
            bar.stepTo(pages);
            bar.setExtraMessage(" " + more);
        }
    }

    /** A line above the bar. */
    void say(String line) {
        String shown = Terminal.shown(line); // it may be of Redis, or of a site
        errors.println(bar == null ? shown : CLEAR_LINE + shown);
        errors.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
