// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.future.Future;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a crawl of one host knows: the URLs that wait for their fetch, all URLs found so far, so that none is fetched twice, and the
 * pages. Several crawlers may work on one. All methods belong to the loop's thread.
 *
 * <pre>
 *   (take save)* close
 * </pre>
 */
interface Frontier extends AutoCloseable {
    /**
     * Takes the next URL, which is the caller's until it is saved. Waits while there is none but others are being fetched: their pages
     * may have links. Completes with null when all pages are saved.
     */
    Future<@Nullable URI> take();

    /**
     * Saves a page whose URL was taken, and adds its links, in one step: after a crash there are both or neither. So a URL whose page
     * is not saved is fetched again. A page without an {@linkplain Page#isAnswered answer} is kept for this crawl only: the next one asks
     * again. A crawl in Redis is one crawl, whenever a worker joins it: there the page is final.
     */
    Future<@Nullable Void> save(Visit visit);

    /** How many pages are saved, those of an earlier crawl included. */
    Future<Integer> saved();

    /** All pages, in the order in which they were saved. */
    Future<Map<URI, Visit>> visits();

    /** Whether it is there after the crawl, also after one that was stopped. */
    boolean isKept();

    @Override
    void close() throws IOException;

    /** Makes a frontier. */
    interface Source {
        /**
         * A frontier for a crawl.
         *
         * @param more URLs to begin with beside the first one
         */
        Frontier open(Collection<URI> more) throws IOException;
    }
}
