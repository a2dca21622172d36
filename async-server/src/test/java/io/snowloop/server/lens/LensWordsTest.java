// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page of the lens says, it says in each language. */
@Tag("once") // it reads only sources
class LensWordsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^  (\\w+): \\[\\s*\"([^\"]+)\",\\s*\"([^\"]+)\"],$");
    private static final Pattern ANY_ROW = Pattern.compile("(?m)^  (\\w+): \\[");
    private static final Pattern VALUE = Pattern.compile("\\{\\d}");

    /** {@code say("key"}, also of one of two keys, and {@code data-say="key"}. */
    private static final Pattern CALL = Pattern.compile("\\bsay\\(([^,)]*)");

    private static final Pattern NAME = Pattern.compile("\"(\\w+)\"");
    private static final Pattern IN_HTML = Pattern.compile("data-say(?:-title|-label)?=\"(\\w+)\"");
    private static final Pattern TEXT_IN_HTML = Pattern.compile("data-say=\"(\\w+)\"[^>]*>([^<]*)<");

    private static String text(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(LensFiles.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** English and Chinese, by the keys. */
    private static Map<String, List<String>> words() throws IOException {
        Map<String, List<String>> words = new LinkedHashMap<>();
        ROW.matcher(text("words.js"))
                .results()
                .forEach(row -> words.put(row.group(1), List.of(row.group(2), row.group(3))));
        return words;
    }

    private static List<String> values(String text) {
        return VALUE.matcher(text).results().map(MatchResult::group).sorted().toList();
    }

    @Test
    void eachKeyHasATextInBothLanguages() throws IOException {
        List<String> keys = ANY_ROW.matcher(text("words.js"))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(keys).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        assertThat(words().keySet()).containsExactlyElementsOf(keys);
        words().forEach((key, texts) -> {
            assertThat(values(texts.get(1))).as(key).isEqualTo(values(texts.get(0)));
            assertThat(texts.get(0)).as(key).doesNotContainPattern("\\p{IsHan}");
        });
    }

    @Test
    void thereIsATextForEachKeyThatIsUsedAndForNoOther() throws IOException {
        TreeSet<String> used = new TreeSet<>();
        for (String file : List.of("lens.js", "live.js", "predict.js", "scene.js", "view.js")) {
            CALL.matcher(text(file))
                    .results()
                    .forEach(call -> NAME.matcher(call.group(1)).results().forEach(name -> used.add(name.group(1))));
        }
        used.addAll(List.of("number", "handler", "interest", "queuedBytes")); // the heads of a table, by a variable
        assertThat(text("view.js")).contains("[\"number\", \"handler\", \"interest\", \"queuedBytes\"].map(key =>");
        IN_HTML.matcher(text("index.html")).results().forEach(key -> used.add(key.group(1)));

        assertThat(words().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    /** A browser that has not run the script yet shows the English text. */
    @Test
    void thePageHasTheEnglishTexts() throws IOException {
        Map<String, List<String>> words = words();
        List<MatchResult> texts =
                TEXT_IN_HTML.matcher(text("index.html")).results().toList();

        assertThat(texts)
                .hasSizeGreaterThan(20)
                .allSatisfy(text -> assertThat(text.group(2).replaceAll("\\s+", " "))
                        .isEqualTo(
                                Objects.requireNonNull(words.get(text.group(1))).get(0)));
    }
}
