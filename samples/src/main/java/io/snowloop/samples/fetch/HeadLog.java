// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.PrintWriter;

/** Prints the heads of each request that is sent, and of its response. */
record HeadLog(PrintWriter log) implements Filter {
    @Override
    public Future<Response> filter(Request request, Handler next) {
        print(HeadText.sent(request));
        return next.handle(request).map(response -> {
            print(HeadText.received(response));
            return response;
        });
    }

    private void print(String text) {
        log.print(text);
        log.flush();
    }
}
