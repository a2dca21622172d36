// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@code robots.txt} file: what a site asks of crawlers (RFC 9309). Immutable. It reads nothing itself; {@link Robots} fetches it and
 * does what it says.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/BePolitePageTest.java#parse -->
 * <pre>{@code
 * RobotsTxt robots = RobotsTxt.parse(bytes);
 *
 * assertThat(robots.allows("SnowBot", "/a")).isTrue();
 * assertThat(robots.allows("SnowBot", "/search?q=snow")).isFalse();
 * assertThat(robots.crawlDelay("SnowBot")).isEqualTo(ofSeconds(1));
 * assertThat(robots.sitemaps()).containsExactly("http://10.0.0.1/sitemap.xml");
 * }</pre>
 *
 * <p>The groups with the name of the crawler count together; if there are none, those for {@code *}. The longest rule that matches
 * decides; of two as long, that which allows. A rule may have {@code *} for any characters, and {@code $} for the end. Lines that are
 * no rule are skipped.
 */
public final class RobotsTxt {
    /** How much of a file is read, in bytes: 500 KiB (RFC 9309 §2.5). The rest is ignored. */
    public static final int MAX_BYTES = 500 * 1024;

    /** Made once: a file may have 30,000 lines of it. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{0,9})?");

    private final List<Group> groups = new ArrayList<>();
    private final List<String> sitemaps = new ArrayList<>();

    /** A file without a line. */
    RobotsTxt() {}

    /**
     * {@return what a file says}
     * @param bytes the whole file; beyond {@link #MAX_BYTES} it is not read
     */
    public static RobotsTxt parse(byte[] bytes) {
        requireNonNull(bytes, "bytes");
        RobotsTxt robots = new RobotsTxt();
        lines(bytes).forEach(robots::addLine);
        return robots;
    }

    static Stream<String> lines(byte[] bytes) {
        // Each octet is a character: the rules compare octets. A byte order mark is no part of the first line.
        String text = new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), StandardCharsets.ISO_8859_1);
        return (text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text).lines();
    }

    void addLine(String line) {
        int comment = line.indexOf('#');
        String record = comment < 0 ? line : line.substring(0, comment);
        int colon = record.indexOf(':');
        if (colon > 0) {
            add(
                    record.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    record.substring(colon + 1).strip());
        }
    }

    private void add(String key, String value) {
        Group group = groups.isEmpty() ? null : groups.get(groups.size() - 1);
        switch (key) {
            case "user-agent" -> {
                if (group == null || !group.rules.isEmpty() || group.hasEmptyRule) {
                    group = new Group();
                    groups.add(group);
                }
                group.agents.add(value.startsWith("*") ? "*" : product(value).toLowerCase(Locale.ROOT));
            }
            case "allow", "disallow" -> {
                if (group != null) {
                    group.add(key.equals("allow"), value);
                }
            }
            case "crawl-delay" -> {
                if (group != null) {
                    group.crawlDelay = seconds(value);
                }
            }
            case "sitemap" -> sitemaps.add(value);
            default -> {} // of others: what they mean is not known here
        }
    }

    /** The name of a crawler: the letters at the beginning of its {@code User-Agent} (RFC 9309 §2.2.1). */
    static String product(String agent) {
        int end = 0;
        while (end < agent.length() && isOfProduct(agent.charAt(end))) {
            end++;
        }
        return agent.substring(0, end);
    }

    private static boolean isOfProduct(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }

    private static @Nullable Duration seconds(String value) {
        boolean number = SECONDS.matcher(value).matches();
        return number ? Duration.ofMillis((long) (Double.parseDouble(value) * 1_000)) : null;
    }

    /**
     * {@return whether a crawler may fetch this}
     * @param product the name of the crawler, in any case; what follows its first letters is ignored: {@code MyBot/1.0}
     * @param path path and query of a URL
     */
    public boolean allows(String product, String path) {
        requireNonNull(path, "path");
        return rules(product).refusal(path) == null;
    }

    /**
     * {@return the time that a crawler leaves between two requests; null if none is set} It is in no standard, and common.
     * @param product as in {@link #allows}
     */
    public @Nullable Duration crawlDelay(String product) {
        return rules(product).crawlDelay();
    }

    /** {@return the URLs of sitemaps, as they are in the file} They are for all crawlers. */
    public List<String> sitemaps() {
        return List.copyOf(sitemaps);
    }

    RobotsRules rules(String product) {
        String name = product(requireNonNull(product, "product")).toLowerCase(Locale.ROOT);
        List<Group> named = groupsFor(name);
        List<Group> mine = named.isEmpty() ? groupsFor("*") : named;
        List<RobotsRule> rules = new ArrayList<>();
        Duration delay = null;
        for (Group group : mine) {
            rules.addAll(group.rules);
            delay = group.crawlDelay != null ? group.crawlDelay : delay;
        }
        return RobotsRules.of(rules, delay);
    }

    private List<Group> groupsFor(String agent) {
        return groups.stream().filter(group -> group.agents.contains(agent)).toList();
    }

    /** Lines with {@code User-agent}, and the rules behind them. */
    private static final class Group {
        private final Set<String> agents = new HashSet<>();
        private final List<RobotsRule> rules = new ArrayList<>();
        private @Nullable Duration crawlDelay;

        /** It ends the list of agents as any other rule does. */
        private boolean hasEmptyRule;

        void add(boolean allow, String value) {
            if (value.isEmpty()) {
                hasEmptyRule = true;
            } else {
                rules.add(RobotsRule.parse(allow, value));
            }
        }
    }
}
