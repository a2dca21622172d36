// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** One after the other. The second client waits in the backlog, until the first has closed. */
final class One implements Rung {
    @Override
    public Running serve(Backend backend) throws IOException {
        ServerSocketChannel server = Machine.REAL.listen();
        return Machine.REAL.start(server, server, () -> {
            while (true) {
                Blocking.answer(server.accept(), backend);
            }
        });
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException {
        List<String> bodies = new ArrayList<>();
        for (URI url : urls) {
            bodies.add(Blocking.get(url));
        }
        return bodies;
    }
}
