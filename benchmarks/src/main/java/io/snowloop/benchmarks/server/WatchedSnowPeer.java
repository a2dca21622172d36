// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.server.lens.Lens;
import java.io.IOException;

/** Snow whose loop a lens watches. The path {@code /lens} says where the lens is. */
public final class WatchedSnowPeer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException {
        EventLoop loop = EventLoop.open(Lens.watched(EventLoopOptions.DEFAULT));
        Lens lens = Lens.of(loop);
        Server view = lens.listen(0);
        String url = view.url(lens.path());
        Snow app = SnowPeer.app().get("/lens", request -> Response.text(url));
        Server.of(app)
                .options(ServerOptions.builder().backlog(Backlog.LENGTH).build())
                .on(loop)
                .listen("127.0.0.1", port);
        loop.run();
    }
}
