// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once") // neither depends on the JDK
class LanguageTest {
    private static Language of(String... variables) {
        return Language.ofUser(
                variables.length == 2
                        ? Map.of(variables[0], variables[1])
                        : Map.of(variables[0], variables[1], variables[2], variables[3]),
                Locale.ENGLISH);
    }

    @Test
    void isThatOfTheFirstVariableThatIsSet() {
        assertThat(of("LANG", "zh_CN.UTF-8")).isEqualTo(Language.CHINESE);
        assertThat(of("LANG", "zh")).isEqualTo(Language.CHINESE);
        assertThat(of("LANG", "zh_CN.UTF-8", "LC_ALL", "C")).isEqualTo(Language.ENGLISH);
        assertThat(of("LANG", "zh_CN.UTF-8", "LC_ALL", "")).isEqualTo(Language.CHINESE);
        assertThat(of("LANG", "zha_CN")).as("Zhuang is another language").isEqualTo(Language.ENGLISH);
    }

    @Test
    void isThatOfTheSystemIfNoneIsSet() {
        assertThat(Language.ofUser(Map.of(), Locale.SIMPLIFIED_CHINESE)).isEqualTo(Language.CHINESE);
        assertThat(Language.ofUser(Map.of(), Locale.GERMANY)).isEqualTo(Language.ENGLISH);
    }

    @Test
    void aTextThatIsNotTranslatedIsInEnglish(@TempDir Path folder) throws IOException {
        Path task = Files.writeString(folder.resolve("task.md"), "echo");
        assertThat(Language.CHINESE.text(task)).isEqualTo("echo");

        Files.writeString(folder.resolve("task.zh.md"), "<!-- zh: 0123abcd -->\n回显\n");
        assertThat(Language.CHINESE.text(task)).isEqualTo("回显\n");
        assertThat(Language.ENGLISH.text(task)).isEqualTo("echo");
    }

    @Test
    void aBlockOfCodeKeepsTheHashThatItShows() {
        String code = "```markdown\n<!-- zh: 0123abcd -->\n回显\n```\n";
        assertThat(Language.withoutStamps("<!-- zh: 0123abcd -->\n" + code + "\n- a\n\n  <!-- zh: 0123abcd -->\n  b\n"))
                .isEqualTo(code + "\n- a\n\n  b\n");
    }

    @Test
    void anOptionOfACommandChoosesIt() {
        CommandRun task = CommandRun.of("learn", "hint", "3", "--number", "2", "--lang", "zh_TW");

        assertThat(task.out()).startsWith("提示 2 / 3：").doesNotContain("zh:");
        assertThat(CommandRun.of("learn", "--lang=zh", "hint", "3").out()).startsWith("提示 1 / 3：");
        assertThat(CommandRun.of("learn", "hint", "3", "--lang", "en").out()).startsWith("Hint 1 of 3: ");
        assertThat(CommandRun.of("learn", "list", "--lang", "tlh").err().replaceAll("\\s+", " "))
                .contains("'tlh' is no language of these texts: en or zh");
    }

    @Test
    void aTaskHasItsTitleAndItsAimInChinese(@TempDir Path folder) {
        CommandRun task = CommandRun.of("learn", "task", "echo", "--lang", "zh", "--dir", folder.toString());

        assertThat(task.out()).startsWith("03-echo: 接受连接并回显").contains("做完以后，你能用一个线程和一个选择器服务许多客户端。", "大约 25 分钟");
        assertThat(task.lines())
                .allSatisfy(line -> assertThat(Han.columns(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void aLineEndsAtASpaceOrAtAChineseCharacter() {
        assertThat(Han.wrap("循环等待通道，然后运行。", 8)).containsExactly("循环等待", "通道，然", "后运行。");
        assertThat(Han.wrap("一二三四，五", 8)).as("no line begins with a comma").containsExactly("一二三", "四，五");
        assertThat(Han.wrap("一二三（四）", 8)).as("or ends with a bracket").containsExactly("一二三", "（四）");
        assertThat(Han.wrap("用 EventLoop 的循环", 12)).containsExactly("用 EventLoop", "的循环");
        assertThat(Han.wrap("a loop waits", 6)).containsExactly("a loop", "waits");
        assertThat(Han.wrap("backpressure", 5)).containsExactly("backp", "ressu", "re");
        assertThat(List.of(Han.columns("loop"), Han.columns("循环，"))).containsExactly(4, 6);
    }

    @Test
    void theEndOfALineIsNoSpaceBetweenChineseCharacters() {
        assertThat(Han.joins("循环", "等待")).isTrue();
        assertThat(Han.joins("循环，", "EventLoop")).isTrue();
        assertThat(Han.joins("循环", "EventLoop")).isFalse();
        assertThat(Han.joins("a", "loop")).isFalse();
        assertThat(Han.joins("", "loop")).isFalse();
    }
}
