// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.hello;

import io.snowloop.client.Fetcher;
import java.util.List;

/** A client that fetches its URLs concurrently. */
// region client
public final class HelloClient {
    public static void main(String[] args) {
        fetch(List.of(args));
    }

    static void fetch(List<String> urls) {
        try (Fetcher fetcher = Fetcher.create()) {
            for (String url : urls) {
                fetcher.fetch(url).onComplete((response, error) -> {
                    if (response != null) {
                        System.out.println(url + ": " + response.status() + ", " + response.bytes().length + " bytes");
                    } else {
                        System.out.println(url + ": " + error);
                    }
                });
            }
            fetcher.run(); // returns when all are done; callbacks run in the order of the responses
        }
    }
}
// endregion
