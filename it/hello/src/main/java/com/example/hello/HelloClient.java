// SPDX-License-Identifier: Apache-2.0
package com.example.hello;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Response;

/** Fetches a URL and prints the text. */
public final class HelloClient {
    private HelloClient() {}

    public static void main(String[] args) throws Exception {
        System.out.println(fetch(args[0]));
    }

    static String fetch(String url) throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            return fetcher.runUntil(fetcher.fetch(url).map(Response::text));
        }
    }
}
