// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.hello;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Response;
import java.util.ArrayList;
import java.util.List;

/** A client that fetches its URLs concurrently. */
// region client
public final class HelloClient {
    public static void main(String[] args) {
        System.exit(fetch(List.of(args)) ? 0 : 1);
    }

    /** Prints what has come of each URL, in the order of the responses. Returns whether there is one for each. */
    public static boolean fetch(List<String> urls) {
        List<Future<Response>> responses = new ArrayList<>();
        try (Fetcher fetcher = Fetcher.create()) {
            for (String url : urls) {
                responses.add(fetcher.fetch(url).onComplete((response, error) -> {
                    if (response != null) {
                        System.out.println(url + ": " + response.status() + ", " + response.bytes().length + " bytes");
                    } else {
                        System.out.println(url + ": " + error);
                    }
                }));
            }
            fetcher.run(); // returns when all are done
        }
        return responses.stream().noneMatch(Future::isFailed);
    }
}
// endregion
