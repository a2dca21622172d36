// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The request heads of three clients. Servers get them in turn, so that no head comes twice in a row. */
public enum ClientHeads {
    /** wrk 4.1. */
    WRK("Host: 127.0.0.1:8080\r\n"),

    /** curl 7.88. */
    CURL("Host: 127.0.0.1:8080\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n"),

    /** Chromium 124 on Linux. */
    BROWSER("""
            Host: www.example.com\r
            Connection: keep-alive\r
            Cache-Control: max-age=0\r
            sec-ch-ua: "Chromium";v="124", "Not-A.Brand";v="99"\r
            sec-ch-ua-mobile: ?0\r
            sec-ch-ua-platform: "Linux"\r
            Upgrade-Insecure-Requests: 1\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36\r
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8\r
            Sec-Fetch-Site: same-origin\r
            Sec-Fetch-Mode: navigate\r
            Sec-Fetch-User: ?1\r
            Sec-Fetch-Dest: document\r
            Referer: https://www.example.com/\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Accept-Language: en-GB,en-US;q=0.9,en;q=0.8\r
            Cookie: visitor=0123456789abcdef0123456789abcdef; theme=dark\r
            """);

    private final String fields;

    ClientHeads(String fields) {
        this.fields = fields;
    }

    /** The request of this client for a work, with a body of {@code x} if the work has one. */
    public byte[] request(Work work) {
        String framing = work.bodySize() > 0
                ? "Content-Type: application/octet-stream\r\nContent-Length: " + work.bodySize() + "\r\n"
                : "";
        String request = head(work.method() + " " + work.path(), framing) + "x".repeat(work.bodySize());
        return request.getBytes(StandardCharsets.US_ASCII);
    }

    /** The head of a GET, with the empty line. */
    public String get(String target) {
        return head("GET " + target, "");
    }

    private String head(String methodAndTarget, String framing) {
        return methodAndTarget + " HTTP/1.1\r\n" + fields + framing + "\r\n";
    }

    /** The requests of all clients for a work, in the order in which they are sent. */
    public static List<byte[]> requests(Work work) {
        return Arrays.stream(values()).map(client -> client.request(work)).toList();
    }
}
