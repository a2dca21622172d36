// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.FetchListener;
import io.snowloop.client.FetchTimings;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.Printable;
import java.io.PrintWriter;

/** Prints the heads of each request that is sent, and of its response; with HTTP/2, also its stream, which it has beside others. */
record HeadLog(PrintWriter log) implements Filter {
    @Override
    public Future<Response> filter(Request request, Handler next) {
        print(HeadText.sent(request));
        FetchListener others = request.attribute(FetchListener.OF_REQUEST);
        FetchListener all = others == null ? this::printStream : others.andThen(this::printStream);
        return next.handle(request.withAttribute(FetchListener.OF_REQUEST, all)).map(response -> {
            print(HeadText.received(response));
            return response;
        });
    }

    private void printStream(FetchTimings timings) {
        if (timings.stream() > 0) {
            print("* stream " + timings.stream() + " of the connection from " + timings.localAddress() + ": "
                    + Printable.of(timings.request().target()) + "\n");
        }
    }

    private void print(String text) {
        log.print(text);
        log.flush();
    }
}
