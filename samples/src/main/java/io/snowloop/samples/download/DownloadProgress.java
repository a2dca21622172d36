// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import io.snowloop.samples.Terminal;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a download is: with a bar on a terminal, which the library draws on its own thread, else a line for each tenth. */
final class DownloadProgress implements RangedDownload.Progress, AutoCloseable {
    private final String name;
    private final PrintWriter errors;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private long tenths;

    private DownloadProgress(String name, PrintWriter errors, boolean terminal) {
        this.name = name;
        this.errors = errors;
        this.terminal = terminal;
    }

    static DownloadProgress of(String name, PrintWriter errors) {
        return new DownloadProgress(name, errors, Terminal.isReal());
    }

    @Override
    public void update(long bytes, long total) {
        if (terminal) {
            bar(total).stepTo(bytes);
        } else if (total > 0) {
            long now = bytes / Math.max(1, total / 10);
            if (now != tenths) { // less than before, if the file has changed
                tenths = Math.min(10, now);
                errors.println(name + ": " + 10 * tenths + " %");
                errors.flush();
            }
        }
    }

    private ProgressBar bar(long total) {
        ProgressBar shown = bar;
        if (shown == null) {
            shown = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(total)
                    .setUnit(" KiB", 1_024)
                    .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                    .setUpdateIntervalMillis(50)
                    .clearDisplayOnFinish()
                    .build();
            bar = shown;
        }
        shown.maxHint(total);
        return shown;
    }

    /** @param goesOn whether the part stays */
    void stopped(boolean goesOn) {
        end();
        errors.println(goesOn ? "Stopped. The same command goes on." : "Stopped.");
        errors.flush();
    }

    /** Takes the bar away, before something else is printed. */
    void end() {
        if (bar != null) {
            bar.close();
        }
    }

    @Override
    public void close() {
        end();
    }
}
