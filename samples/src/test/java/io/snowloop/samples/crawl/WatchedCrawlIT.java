// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchedCrawlIT {
    private static final Pattern SAID =
            Pattern.compile("Open (http\\S+/) in a browser\\.\\s+The docs, at (http\\S+/), are crawled");

    @Test
    void itSaysWhereTheLensAndTheDocsAre() throws Exception {
        CompletableFuture<String> said = new CompletableFuture<>();
        StringWriter text = new StringWriter() {
            @Override
            public void flush() {
                said.complete(toString());
            }
        };
        Thread crawl = new Thread(() -> {
            try {
                WatchedCrawl.run(0, new PrintWriter(text));
            } catch (Exception e) {
                said.completeExceptionally(e); // changes nothing if it is the interrupt below
            }
        });
        crawl.setDaemon(true); // a test that fails leaves its loop held
        crawl.start();

        Matcher urls = SAID.matcher(said.get(50, TimeUnit.SECONDS));
        assertThat(urls.find()).as(said.join()).isTrue();
        URI docs = URI.create(urls.group(2));
        new Socket(docs.getHost(), docs.getPort()).close();

        URI go = URI.create(urls.group(1) + "loops/0/go");
        HttpRequest order = HttpRequest.newBuilder(go)
                .header("Origin", "http://" + go.getAuthority())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(order, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
        crawl.interrupt(); // a loop that is held does not see it
        crawl.join();
    }
}
