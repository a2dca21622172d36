// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Progress;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on the terminal how much of a response has arrived. The library draws it on its own thread. */
final class DownloadBar implements Filter, AutoCloseable {
    private @Nullable ProgressBar bar;

    @Override
    public Future<Response> filter(Request request, Handler next) {
        return next.handle(request).map(this::shown);
    }

    private Response shown(Response response) {
        if (response.status().code() / 100 != 2) {
            return response;
        }
        close();
        ProgressBar begun = new ProgressBarBuilder()
                .setTaskName("fetch")
                .setInitialMax(response.body().length())
                .setUnit(" KiB", 1_024)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(50)
                .clearDisplayOnFinish()
                .build();
        bar = begun;
        return response.withBody(Progress.of(response.body(), (bytes, total) -> begun.stepTo(bytes)));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
