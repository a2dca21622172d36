// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.snowloop.testing.Heap;
import java.lang.management.ManagementFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    @Test
    void areReadInTheirOrder() {
        QueryParameters parameters = QueryParameters.parse("b=2&a=1&b=3");

        assertThat(parameters.entries()).containsExactly(Map.entry("b", "2"), Map.entry("a", "1"), Map.entry("b", "3"));
        assertThat(parameters.get("b")).isEqualTo("2");
        assertThat(parameters.all("b")).containsExactly("2", "3");
        assertThat(parameters.get("c")).isNull();
        assertThat(parameters.all("c")).isEmpty();
    }

    @Test
    void aNameMayHaveNoValueAndAValueNoName() {
        QueryParameters parameters = QueryParameters.parse("a&b=&=c&&d=e=f&");

        assertThat(parameters.entries())
                .containsExactly(Map.entry("a", ""), Map.entry("b", ""), Map.entry("", "c"), Map.entry("d", "e=f"));
    }

    @Test
    void areDecoded() {
        QueryParameters parameters = QueryParameters.parse("a+b=%C3%BC%26%3D+%2B");

        assertThat(parameters.get("a b")).isEqualTo("ü&= +");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "%zz", "b%", "%-1", "%1", "%%", "100%, and so on"})
    void aPercentSignWithoutTwoDigitsStandsForItself(String text) {
        assertThat(QueryParameters.parse("a=" + text).get("a")).isEqualTo(text);
    }

    @Test
    void aPlusSignBehindAPercentSignIsNoDigit() {
        assertThat(QueryParameters.parse("a=%+1").get("a")).isEqualTo("% 1");
        assertThat(QueryParameters.parse("a=%%41").get("a")).isEqualTo("%A");
    }

    @Test
    void ofNothingAreNone() {
        assertThat(QueryParameters.parse("")).isSameAs(QueryParameters.empty());
        assertThat(QueryParameters.empty().entries()).isEmpty();
        assertThat(QueryParameters.empty()).hasToString("");
    }

    /** A name is decoded if it can be the one that is looked for, by its length. */
    @Test
    void aNameMayBeNineTimesAsLongBeforeItIsDecoded() {
        QueryParameters parameters =
                QueryParameters.parse("%E2%82%AC=euro&%F0%9F%98%80=smile&%61b=short&" + "a".repeat(19) + "=long");
        assertThat(parameters.get("\u20ac")).isEqualTo("euro");
        assertThat(parameters.get("\ud83d\ude00")).isEqualTo("smile");
        assertThat(parameters.get("ab")).isEqualTo("short");
        assertThat(parameters.get("a".repeat(19))).isEqualTo("long");
    }

    @Test
    void areEqualIfTheyHaveTheSameInTheSameOrder() {
        assertThat(QueryParameters.of("a", "1", "b", ""))
                .isEqualTo(QueryParameters.parse("a=%31&b"))
                .hasSameHashCodeAs(QueryParameters.parse("a=%31&b"))
                .isNotEqualTo(QueryParameters.parse("b&a=1"))
                .isNotEqualTo("a=1&b=");
    }

    @Test
    void aNameWithoutAValueInCodeIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryParameters.of("a", "1", "b"))
                .withMessageContaining("pairs")
                .withMessageContaining("3");
    }

    /** A form of 1 MiB may have half a million, and so many entries take 40 MB. */
    @Test
    void takeNoMoreMemoryThanTheirText() {
        String text = "a&".repeat(500_000) + "c=1";
        QueryParameters parameters = QueryParameters.parse(text);
        assertThat(parameters.get("c")).isEqualTo("1"); // loads classes
        long before = Heap.used();
        List<QueryParameters> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            QueryParameters next = QueryParameters.parse(text);
            assertThat(next.get("c")).isEqualTo("1");
            assertThat(next.all("c")).containsExactly("1");
            held.add(next);
        }
        assertThat(Heap.used() - before).isLessThan(1_000_000);
        assertThat(held).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "&&",
                "=",
                "==",
                "=&=",
                "a",
                "a&",
                "&a",
                "a=",
                "=a",
                "a==",
                "a=b=c&d",
                "a&&b=&=c&",
                "a%26=b%3D",
                "a+b=c+d"
            })
    void areThoseBetweenAmpersandsWithOneEqualsSign(String text) {
        List<Map.Entry<String, String>> expected = new ArrayList<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = (pair + "=").split("=", 2);
                String value = pair.contains("=") ? parts[1].substring(0, parts[1].length() - 1) : "";
                expected.add(Map.entry(decoded(parts[0]), decoded(value)));
            }
        }
        QueryParameters parameters = QueryParameters.parse(text);
        assertThat(parameters.entries()).isEqualTo(expected);
        for (Map.Entry<String, String> entry : expected) {
            assertThat(parameters.all(entry.getKey())).contains(entry.getValue());
            assertThat(parameters.get(entry.getKey()))
                    .isEqualTo(parameters.all(entry.getKey()).get(0));
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void areReadAsTheyAreWritten(long seed) {
        Random random = new Random(seed);
        String[] texts = new String[2 * random.nextInt(5)];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = random.ints(random.nextInt(8), 0, 0xD800)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        QueryParameters parameters = QueryParameters.of(texts);

        assertThat(QueryParameters.parse(parameters.toString()).entries())
                .as("seed %d", seed)
                .isEqualTo(parameters.entries());
    }

    /** Each name that is asked for is compared with all: half a million of three octets took 90 ms. */
    @Test
    void areNotDecodedToBeCompared() {
        QueryParameters parameters = QueryParameters.parse("%61=&%ff=&%%%=&++=&".repeat(50_000));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(parameters.get("zz")).isNull(); // loads classes
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(parameters.get("zz")).isNull();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void areFoundHoweverTheirNamesAreWritten(long seed) {
        Random random = new Random(seed);
        String[] parts = {
            "a", "%61", "A", "%", "%6", "+", "%2B", "%20", "\u00e9", "%C3%A9", "%FF", "=", "&", "%25", "%26"
        };
        StringBuilder text = new StringBuilder();
        random.ints(60, 0, parts.length).forEach(part -> text.append(parts[part]));
        QueryParameters parameters = QueryParameters.parse(text.toString());

        List<Map.Entry<String, String>> entries = parameters.entries();
        for (Map.Entry<String, String> entry : entries) {
            assertThat(parameters.all(entry.getKey()))
                    .as("%s in %s", entry.getKey(), text)
                    .isEqualTo(entries.stream()
                            .filter(other -> other.getKey().equals(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .toList());
        }
        assertThat(parameters.all("a+"))
                .hasSameSizeAs(entries.stream()
                        .filter(entry -> entry.getKey().equals("a+"))
                        .toList());
    }
}
