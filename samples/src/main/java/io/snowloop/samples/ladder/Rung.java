// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A step of the ladder: one way to wait, in a server and in a client. All rungs do the same work. */
public interface Rung {
    /** Starts a server on a free port. It answers {@code GET /{n}} with what the backend has for it, after the backend's time. */
    Running serve(Backend backend) throws IOException;

    /**
     * Fetches all URLs.
     *
     * @param urls their hosts are literal addresses
     * @param atOnce the most connections at the same time; a rung may have fewer
     * @return the bodies, in the order of the URLs
     * @throws IOException if one of them could not be fetched
     */
    List<String> fetch(List<URI> urls, int atOnce) throws IOException, InterruptedException;
}
