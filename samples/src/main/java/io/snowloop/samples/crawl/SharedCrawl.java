// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.samples.redis.RespValue;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A crawl that several workers share.
 *
 * @param name tells its keys from those of others
 * @param start the first URL; the crawl has those of its host
 */
record SharedCrawl(String name, URI start) {
    /** Of the keys and their values. Another one is in another version of this program. */
    private static final String FORMAT = "1";

    CrawlKeys keys() {
        return CrawlKeys.of(name);
    }

    /** Whether a URL is of this crawl. */
    boolean has(URI url) {
        return Link.isOfSameSite(start, url);
    }

    /**
     * Begins it, if no other worker has.
     *
     * @param more URLs to begin with beside the first one
     * @param manners what all workers have to do in the same way, by the names of the options
     * @return fails with an IOException if there is another crawl of this name, or one in other manners; it says what to change
     */
    Future<?> begin(PatientRedis redis, Collection<URI> more, Map<String, String> manners) {
        List<String> urls = Stream.concat(Stream.of(start), more.stream().filter(this::has))
                .map(URI::toString)
                .distinct()
                .toList();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("--url", start.toString());
        fields.putAll(manners);
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(urls.size()));
        arguments.addAll(urls);
        fields.forEach((field, value) -> arguments.addAll(List.of(field, value)));
        return redis.eval(FrontierScripts.BEGIN, keys().all(), arguments).flatMap(found -> check(found, fields));
    }

    private Future<?> check(RespValue found, Map<String, String> fields) {
        Map<String, String> there = new LinkedHashMap<>();
        found.pairs()
                .forEach(pair ->
                        there.put(pair.getKey(), requireNonNull(pair.getValue().text())));
        String format = there.get("format");
        if (!FORMAT.equals(format)) {
            return refused("the crawl " + name + " in Redis has the format " + format + ", and this version needs "
                    + FORMAT + ": choose another --name");
        }
        for (Map.Entry<String, String> field : fields.entrySet()) {
            String value = there.getOrDefault(field.getKey(), "");
            if (!value.equals(field.getValue())) {
                return refused("the crawl " + name + " in Redis has " + field.getKey() + " " + value + ", not "
                        + field.getValue() + ": use the same, or choose another --name");
            }
        }
        return Future.<@Nullable Object>completed(null);
    }

    private static Future<?> refused(String reason) {
        return Future.failed(new IOException(reason));
    }
}
