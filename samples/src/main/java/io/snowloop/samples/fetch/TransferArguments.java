// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Retries.retries;

import io.snowloop.http.ByteRate;
import io.snowloop.http.Filter;
import io.snowloop.samples.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
            converter = Rate.class,
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

    /** A number of bytes, as curl takes it: {@code k}, {@code M} and {@code G} are powers of 1,024. */
    static final class Rate implements ITypeConverter<Long> {
        private static final Pattern FORM =
                Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([kmg]?)", Pattern.CASE_INSENSITIVE);
        private static final String UNITS = "kmg";

        @Override
        public Long convert(String value) {
            Matcher parts = FORM.matcher(value);
            if (parts.matches()) {
                String unit = parts.group(2).toLowerCase(Locale.ROOT);
                int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
                double bytes = Double.parseDouble(parts.group(1)) * Math.pow(1024, power);
                if (bytes >= 1 && bytes <= Math.pow(1024, 4)) {
                    return (long) bytes;
                }
            }
            throw new TypeConversionException(
                    "'" + value + "' is not a rate from 1 to 1024G bytes a second," + " such as 500, 100k or 1.5M");
        }
    }
}
