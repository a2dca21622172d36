// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Response;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;

/**
 * A URL of the program. Its response must have a status of 2xx, and the body that it has without faults.
 *
 * <p>Without faults it is fetched twice: a body that is another each time, such as one with the time of day, is not compared.
 */
final class UrlCheck extends Check {
    private final URI url;
    private final String expected;

    UrlCheck(URI url, String expected) {
        this.url = url;
        this.expected = expected;
    }

    @Override
    void awaitBegin() throws InterruptedException {
        int port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("http") ? 80 : 443;
        waitsFor("nothing listens on port " + port);
        awaitListener(":" + port);
    }

    @Override
    Verdict ask() throws InterruptedException {
        waitsFor("there is no complete answer from " + url);
        try (Fetcher fetcher = Fetcher.create()) {
            Response response = fetch(fetcher);
            if (!response.status().isSuccess()) {
                return Verdict.fails(
                        url + " has the status " + response.status().code());
            }
            String answer = answer(response);
            if (expected.isEmpty()) {
                return Verdict.fine(answer.equals(answer(fetch(fetcher))) ? answer : "2xx");
            }
            return expected.equals(answer) || expected.equals("2xx")
                    ? Verdict.fine(answer)
                    : Verdict.fails(url + " has " + text(answer) + ", and without faults " + text(expected));
        } catch (ExecutionException e) {
            return Verdict.fails(url + ": " + e.getCause());
        }
    }

    private Response fetch(Fetcher fetcher) throws ExecutionException, InterruptedException {
        return fetcher.runUntil(fetcher.fetch(url.toString()));
    }

    private static String answer(Response response) {
        return response.bytes().length + " " + hash(response.bytes());
    }

    private static String text(String answer) {
        String[] parts = answer.split(" ");
        return String.format("%,d bytes with the hash %s", Integer.parseInt(parts[0]), parts[1]);
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // each JDK has it
        }
    }
}
