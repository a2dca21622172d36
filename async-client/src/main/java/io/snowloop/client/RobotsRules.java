// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@code robots.txt} says to one crawler (RFC 9309 §2.2.2). */
final class RobotsRules {
    static final RobotsRules ALLOW_ALL = new RobotsRules(List.of(), null, null);

    /** What a rule takes besides its text, in bytes: a record, a string and an array. */
    private static final int OF_RULE = 88;

    /** A site chooses both, its rules and the URLs in its pages: so many rules times characters are compared in some 20 ms. */
    private static final long MOST_STEPS = 16_000_000;

    private static final long MANY_STEPS = 100_000;

    private final List<RobotsRule> rules;
    private final long memory;
    private final @Nullable Duration crawlDelay;

    /** Why nothing is allowed; null if the rules say what is. */
    private final @Nullable Throwable unreachable;

    private RobotsRules(List<RobotsRule> rules, @Nullable Duration crawlDelay, @Nullable Throwable unreachable) {
        this.rules = rules;
        this.memory = rules.stream()
                .mapToLong(rule -> OF_RULE + rule.pattern().length())
                .sum();
        this.crawlDelay = crawlDelay;
        this.unreachable = unreachable;
    }

    static RobotsRules of(List<RobotsRule> rules, @Nullable Duration crawlDelay) {
        return new RobotsRules(rules, crawlDelay, null);
    }

    /** The server fails, and what it would say is not known: nothing is allowed (RFC 9309 §2.3.1.4). */
    static RobotsRules unreachable(Throwable reason) {
        return new RobotsRules(List.of(), null, reason);
    }

    /** How many bytes they take, roughly. */
    long memory() {
        return memory;
    }

    /** Why the file cannot be read; null if it was read, or if there is none. */
    @Nullable
    Throwable unreachable() {
        return unreachable;
    }

    /** The time between two requests; null if there is none. */
    @Nullable
    Duration crawlDelay() {
        return crawlDelay;
    }

    /** Whether to look for those of a path may be more work than a task has: some microseconds. */
    boolean isMuchWork(String path) {
        return (long) rules.size() * path.length() > MANY_STEPS;
    }

    /** Why a path and its query are refused; null if they are allowed. The longest rule counts; of two as long, that which allows. */
    @Nullable
    String refusal(String path) {
        String normal = RobotsRule.normal(path);
        if (normal.equals("/robots.txt")) {
            return null;
        }
        if (unreachable != null) {
            return "it cannot be read: " + unreachable;
        }
        if ((long) rules.size() * normal.length() > MOST_STEPS) {
            return "its " + rules.size() + " rules are too many for a path of " + normal.length() + " characters";
        }
        RobotsRule longest = null;
        for (RobotsRule rule : rules) {
            if (rule.isBefore(longest) && rule.matches(normal)) {
                longest = rule;
            }
        }
        return longest == null || longest.allow() ? null : "Disallow: " + longest.pattern();
    }
}
