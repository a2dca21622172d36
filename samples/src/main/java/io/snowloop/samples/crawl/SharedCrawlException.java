// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Redis refuses a command of a shared crawl, or its answer cannot be read: the crawl cannot go on. No page has failed by it. */
final class SharedCrawlException extends IOException {
    private static final long serialVersionUID = 1L;

    SharedCrawlException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The one that is this error or a cause of it; null if there is none. */
    static @Nullable SharedCrawlException in(@Nullable Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof SharedCrawlException found) {
                return found;
            }
        }
        return null;
    }
}
