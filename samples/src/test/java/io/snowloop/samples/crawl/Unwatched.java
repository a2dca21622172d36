// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.net.URI;

/** Is told what happens in a crawl, and does nothing. */
final class Unwatched implements PatientRedis.Listener, RedisFrontier.Watcher {
    @Override
    public void away(String reason) {}

    @Override
    public void back() {}

    @Override
    public void state(RedisFrontier.State state) {}

    @Override
    public void again(URI url, String worker) {}
}
