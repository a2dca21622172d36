// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static io.snowloop.client.RateLimiter.rateLimiter;
import static io.snowloop.client.Robots.robots;

import io.snowloop.http.Filter;
import io.snowloop.samples.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments for what a site asks of its crawlers, and for how often it is asked. */
final class PoliteArguments {
    @Option(
            names = "--robots",
            negatable = true,
            description = "Do what robots.txt asks, Crawl-delay included (default: with --url).")
    private @Nullable Boolean robots;

    @Option(
            names = "--delay",
            paramLabel = "S",
            converter = Arguments.Seconds.class,
            description = "Begin a fetch at most every S seconds, such as 0.5.")
    private @Nullable Duration delay;

    @Option(
            names = "--sitemap",
            description = "Begin with the sitemaps, too: those of robots.txt, or else /sitemap.xml.")
    private boolean sitemap;

    PoliteArguments() {}

    boolean areGiven() {
        return robots != null || delay != null || sitemap;
    }

    /** @param elsewhere whether the site is another one than ours */
    boolean followsRobots(boolean elsewhere) {
        return robots != null ? robots : elsewhere;
    }

    /** Zero for none. */
    Duration delay() {
        return Objects.requireNonNullElse(delay, Duration.ZERO);
    }

    boolean readsSitemaps() {
        return sitemap;
    }

    /**
     * From the outermost, so that what robots.txt forbids needs no turn, and robots.txt itself does.
     *
     * @param elsewhere whether the site is another one than ours
     */
    List<Filter> filters(boolean elsewhere) {
        List<Filter> filters = new ArrayList<>();
        if (followsRobots(elsewhere)) {
            filters.add(robots(Crawler.AGENT));
        }
        if (delay != null) {
            filters.add(rateLimiter(1, delay));
        }
        return filters;
    }
}
