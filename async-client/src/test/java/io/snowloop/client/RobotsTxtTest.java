// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.Allocated;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsTxtTest {
    private static RobotsTxt parse(String text) {
        return RobotsTxt.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** For a crawler that has one rule. */
    private static boolean disallows(String rule, String path) {
        return !parse("User-agent: *\nDisallow: " + rule).allows("MyBot", path);
    }

    /** The first ones are those of RFC 9309 §2.2.2 and §2.2.3. */
    @ParameterizedTest
    @CsvSource({
        "/foo/bar?baz=quz, /foo/bar?baz=quz, true",
        "/foo/bar?baz=http://foo.bar, /foo/bar?baz=http%3A%2F%2Ffoo.bar, false", // reserved: not the same
        "/foo/bar/ツ, /foo/bar/%E3%83%84, true",
        "/foo/bar/%E3%83%84, /foo/bar/%e3%83%84, true",
        "/foo/bar/%62%61%7A, /foo/bar/baz, true",
        "/path/file-with-a-%2A.html, /path/file-with-a-*.html, true",
        "/path/foo-%24, /path/foo-$, true",
        "/this/path/exactly$, /this/path/exactly, true",
        "/this/path/exactly$, /this/path/exactly/no, false",
        "/this/*/exactly, /this/path/exactly/too, true",
        "/this/*/exactly, /that/path/exactly, false",
        "/*.gif$, /a/b.gif, true",
        "/*.gif$, /a/b.gif?c, false",
        "/*.gif$, /.gif.gif, true",
        "/a*b*c, /a-c-b-c, true",
        "/a*b*c, /a-c-b, false",
        "*/x, /a/x/y, true",
        "/a$b, /a$b, true",
        "/a**b, /a-b, true",
        "/*$, /, true",
        "/a*a$, /a, false", // two of them
        "/*aabaabaabaabaabaaab, /aabaabaabaabaabaabaaabx, true", // longer parts, which overlap with themselves
        "/*aabaabaabaabaabaaab, /aabaabaabaabaabaabaabaa, false",
        "/*aabaabaabaabaabaaab*b, /aabaabaabaabaabaaab, false",
        "/*aabaabaabaabaabaaab*b, /aabaabaabaabaabaaab-b, true",
        "/100%, /100%, true",
        "a, /a, false",
        "/A, /a, false"
    })
    void matches(String rule, String path, boolean matched) {
        assertThat(disallows(rule, path)).isEqualTo(matched);
    }

    /** Of two rules that are as long, that which allows (RFC 9309 §2.2.2). */
    @ParameterizedTest
    @CsvSource({"*foo, /foo", "/foo, *foo", "**oo, /foo", "/fo*, /foo"})
    void aStarIsOneOctet(String disallow, String allow) {
        RobotsTxt file = parse("User-agent: *\nDisallow: " + disallow + "\nAllow: " + allow);

        assertThat(file.allows("MyBot", "/foo/bar")).isTrue();
    }

    /** RFC 9309 §5.1. */
    @Test
    void groupsOfTheStandard() {
        RobotsTxt robots = parse("""
                User-Agent: *
                Disallow: *.gif$
                Disallow: /example/
                Allow: /publications/

                User-Agent: foobot
                Disallow:/
                Allow:/example/page.html
                Allow:/example/allowed.gif

                User-Agent: barbot
                User-Agent: bazbot
                Disallow: /example/page.html

                User-Agent: quxbot
                """);

        assertThat(robots.allows("other", "/a.gif")).isFalse();
        assertThat(robots.allows("other", "/publications/a")).isTrue();
        assertThat(robots.allows("other", "/publications/a.gif")).isTrue(); // the longer rule
        assertThat(robots.allows("FooBot/2.0", "/a")).isFalse();
        assertThat(robots.allows("FooBot/2.0", "/example/page.html")).isTrue();
        assertThat(robots.allows("barbot", "/example/page.html")).isFalse();
        assertThat(robots.allows("bazbot", "/example/page.html")).isFalse();
        assertThat(robots.allows("bazbot", "/a.gif")).isTrue();
        assertThat(robots.allows("quxbot", "/example/page.html")).isTrue();
    }

    @Test
    void theLongestRuleCountsAndOfTwoAsLongThatWhichAllows() {
        RobotsTxt robots = parse("User-agent: *\nAllow: /page\nDisallow: /*.html\nDisallow: /folder\nAllow: /folder");

        assertThat(robots.allows("a", "/page.html")).isFalse();
        assertThat(robots.allows("a", "/page")).isTrue();
        assertThat(robots.allows("a", "/folder/x")).isTrue();
    }

    @Test
    void groupsWithTheSameNameCountTogether() {
        RobotsTxt robots =
                parse("User-agent: a\nDisallow: /x\n\nUser-agent: *\nDisallow: /\n\nUser-agent: A\nDisallow: /y");

        assertThat(robots.allows("a", "/x")).isFalse();
        assertThat(robots.allows("a", "/y")).isFalse();
        assertThat(robots.allows("a", "/z")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void linesHaveCommentsBlanksAndAnyEnd(String end) {
        RobotsTxt robots = parse(String.join(
                end,
                "\uFEFFUSER-AGENT : a # the first",
                "# nothing",
                "Crawl-Delay: 1.5",
                "no record",
                ": no key",
                "Unknown: x",
                "User-agent: b",
                "Disallow: /x#y",
                "Sitemap: https://a.test/sitemap.xml",
                "Disallow: /z"));

        assertThat(robots.allows("a", "/x")).isFalse();
        assertThat(robots.allows("b", "/x")).isFalse();
        assertThat(robots.allows("b", "/z")).isFalse();
        assertThat(robots.allows("c", "/x")).isTrue();
        assertThat(robots.crawlDelay("a")).isEqualTo(Duration.ofMillis(1_500));
        assertThat(robots.crawlDelay("c")).isNull();
        assertThat(robots.sitemaps()).containsExactly("https://a.test/sitemap.xml");
    }

    @Test
    void anEmptyRuleAllowsAllAndEndsTheListOfNames() {
        RobotsTxt robots = parse("Disallow: /\nUser-agent: a\nDisallow:\nUser-agent: b\nDisallow: /");

        assertThat(robots.allows("a", "/x")).isTrue();
        assertThat(robots.allows("b", "/x")).isFalse();
        assertThat(robots.allows("b", "/robots.txt")).isTrue();
        assertThat(parse("").allows("a", "/")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1e9", "NaN", "9999999"})
    void aDelayThatIsNoneIsIgnored(String delay) {
        assertThat(parse("User-agent: *\nCrawl-delay: " + delay).crawlDelay("a"))
                .isNull();
    }

    @Test
    void isReadUpTo500KiB() {
        String rule = "User-agent: *\nDisallow: /a\n";
        String full = "#" + "x".repeat(RobotsTxt.MAX_BYTES - rule.length() - 2) + "\n" + rule;

        assertThat(parse(full + "Disallow: /b").allows("a", "/a")).isFalse();
        assertThat(parse(full + "Disallow: /b").allows("a", "/b")).isTrue();
    }

    /** A site chooses its rules and the URLs in its pages: to compare each with each would hold up the loop. */
    @Test
    void aLongPathIsNotComparedWithThousandsOfRules() {
        RobotsTxt robots = parse("User-agent: *\n" + "Disallow: /x\n".repeat(16_000));

        assertThat(robots.allows("a", "/" + "y".repeat(999))).isTrue();
        assertThat(robots.allows("a", "/" + "y".repeat(1_000))).isFalse();
        assertThat(robots.rules("a").refusal("/" + "y".repeat(1_000)))
                .isEqualTo("its 16000 rules are too many for a path of 1001 characters");
    }

    /** One rule may have 500 KiB, and the next path the same again. */
    @Test
    void aRuleIsNoMoreWorkThanThePath() {
        RobotsRules rules = parse("User-agent: *\nDisallow: /*" + "x".repeat(400_000) + "\nDisallow: /a*b***c****$")
                .rules("a");

        assertThat(Allocated.bytes(() -> rules.refusal("/page"))).isLessThan(10_000);
        assertThat(rules.refusal("/a1b2c")).isEqualTo("Disallow: /a*b*c*$");
        assertThat(rules.refusal("/ab")).isNull();
    }

    /** A file may have 30,000 lines: to make a pattern for each of them would hold up the loop. */
    @Test
    void aNumberInEachLineIsLittleWork() {
        byte[] file =
                "User-agent: *\n".concat("Crawl-delay: 1\n".repeat(30_000)).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Allocated.bytes(() -> RobotsTxt.parse(file)) / 30_000).isLessThan(600);
    }
}
