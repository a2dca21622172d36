// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

/** Request heads of real clients. */
public enum RequestHeads {
    /** wrk 4.1. */
    WRK("GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"),

    /** curl 7.88. */
    CURL("GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n"),

    /** Chromium 124 on Linux, requesting a page. */
    BROWSER("""
            GET /docs/index.html?from=search HTTP/1.1\r
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
            \r
            """);

    private final String text;

    RequestHeads(String text) {
        this.text = text;
    }

    /** The head, with the empty line. */
    public String text() {
        return text;
    }
}
