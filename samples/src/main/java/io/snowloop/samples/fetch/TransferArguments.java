// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Retries.retries;

import io.snowloop.http.ByteRate;
import io.snowloop.http.Filter;
import io.snowloop.samples.Arguments;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments for how requests and responses are transferred. */
final class TransferArguments {
    @Option(
            names = {"-L", "--location"},
            description = "Follow redirects.")
    private boolean follow;

    @Option(
            names = "--retry",
            paramLabel = "N",
            converter = Arguments.Count.class,
            description = "Send a request that may be repeated up to N times again, after an error that may pass.")
    private int retries;

    @Option(names = "--compressed", description = "Ask for gzip or deflate, and decode the body.")
    private boolean compressed;

    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            converter = Arguments.Rate.class,
            description = "Transfer at most RATE bytes a second in all, such as 500, 100k or 1.5M.")
    private @Nullable Long rate;

    TransferArguments() {}

    boolean follows() {
        return follow;
    }

    boolean decodes() {
        return compressed;
    }

    /** The filters around those that send credentials. */
    List<Filter> outer() {
        List<Filter> filters = new ArrayList<>();
        if (retries > 0) {
            filters.add(retries(retries));
        }
        if (compressed) {
            filters.add(contentDecoding());
        }
        return filters;
    }

    /** The filters inside of those that may send a request again: the body of each attempt is limited on its own. */
    List<Filter> inner() {
        if (rate == null) {
            return List.of();
        }
        ByteRate limit = ByteRate.perSecond(rate);
        return List.of((request, next) -> next.handle(
                        request.body().length() == 0 ? request : request.withBody(limit.limit(request.body())))
                .map(response -> response.withBody(limit.limit(response.body()))));
    }
}
