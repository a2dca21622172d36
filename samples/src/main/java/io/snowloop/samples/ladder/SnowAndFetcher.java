// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One thread, and the library: the waiting is inside of it, and HTTP as a whole. */
final class SnowAndFetcher implements Rung {
    @Override
    public Running serve(Backend backend) throws IOException {
        Snow app = new Snow()
                .get(
                        "/{path}",
                        (request, loop) -> loop.sleep(backend.delay())
                                .map(slept -> Response.text(backend.answer("/" + request.path("path")))));
        Server server = Server.of(app)
                .options(ServerOptions.builder().backlog(Machine.BACKLOG).build())
                .listen("127.0.0.1", 0);
        return new Running(server.port(), server::close);
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException, InterruptedException {
        FetcherOptions options = FetcherOptions.builder()
                .maxConnections(atOnce)
                .maxPerOrigin(atOnce)
                .build();
        try (Fetcher fetcher = Fetcher.create(options)) {
            List<Future<Response>> calls =
                    urls.stream().map(url -> fetcher.fetch(url.toString())).toList();
            return fetcher.runUntil(Future.all(fetcher.loop(), calls)).stream()
                    .map(Response::text)
                    .toList();
        } catch (ExecutionException e) {
            throw Calls.failure(e);
        }
    }
}
