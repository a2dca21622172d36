// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.quiz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.snowloop.samples.CommandRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuizTest {
    private static final String PAGE = """
            # A page

            **What is {1}?**

            ```java
            int a = 1;
            int b = 2;
            ```

            - one: 1
            - two

            <!-- answer SomeQuestions#some -->
            <details><summary>Answer</summary>

            **one: 1**: it says
            so.

            - *two*: it is
              more.

            </details>
            """;

    @TempDir
    private Path folder;

    private List<Question> questions(String page) throws IOException {
        return Question.of(Files.writeString(folder.resolve("page.md"), page));
    }

    @Test
    void aQuestionHasItsTextItsChoicesAndTheirReasons() throws IOException {
        Question question = questions(PAGE).get(0);

        assertThat(question.text()).isEqualTo("What is {1}?\n\n```java\nint a = 1;\nint b = 2;\n```");
        assertThat(question.answer()).isEqualTo("one: 1");
        assertThat(question.choices()).containsExactly(entry("one: 1", "it says so."), entry("two", "it is more."));
        assertThat(question.title()).isEqualTo("A page");
    }

    @Test
    void aChoiceWithoutAReasonIsAnErrorThatNamesTheLine() {
        assertThatThrownBy(() -> questions(PAGE.replace("- *two*: it is\n  more.\n", "")))
                .hasMessageContaining("page.md, line 13: the choice \"two\" has no reason in the answer");
        assertThatThrownBy(() -> questions(PAGE.replace("*two*", "*three*"))).hasMessageContaining("line 13");
        assertThatThrownBy(() -> questions(PAGE.replace("</details>", ""))).hasMessageContaining("line 13: below it");
        assertThatThrownBy(() -> questions(PAGE.replace("**one: 1**: it", "it")))
                .hasMessageContaining("line 13: its answer does not begin with **the choice**:");
    }

    @Test
    void giftHasItsOwnCharactersWithABackslash() throws IOException {
        assertThat(Exports.gift(questions(PAGE))).isEqualTo("""
                        ::SomeQuestions\\#some::[markdown]What is \\{1\\}?\\n\\n```java\\nint a \\= 1;\\nint b \\= 2;\\n``` {
                            =one\\: 1 #it says so.
                            ~two #it is more.
                        }

                        """);
    }

    @Test
    void ankiHasOneLineForEachQuestion() throws IOException {
        List<String> lines = Exports.anki(Questions.all()).lines().toList();

        assertThat(lines).hasSize(3 + Questions.all().size());
        assertThat(lines.subList(3, lines.size()))
                .allSatisfy(line -> assertThat(line.split("\t")).hasSize(3));
        assertThat(Exports.anki(questions(PAGE)))
                .contains("int a = 1;<br>int b = 2;<br>")
                .contains("<ul><li>one: 1</li>");
    }

    @Test
    void paperHasTheAnswersAtItsEndIfTheyAreWanted() throws IOException {
        assertThat(Exports.paper(questions(PAGE), false))
                .contains("**1.** What is")
                .contains("- a) one: 1")
                .doesNotContain("Answers");
        assertThat(Exports.paper(questions(PAGE), true)).endsWith("## Answers\n\n- **1 a**: it says so. (A page)\n");
    }

    @Test
    void aRoundTellsWhatIsRightAndWhatToRead() throws IOException {
        List<Question> three = Questions.all().subList(0, 3);
        StringWriter printed = new StringWriter();
        BufferedReader in = new BufferedReader(new StringReader("9\n1\n2\n"));
        int right = new Round(in, new PrintWriter(printed), new Random(1)).ask(three);

        assertThat(printed.toString())
                .contains("1 of 3, from a-bytes-journey")
                .contains(right + " of 2 are right.")
                .contains("Your choice (1 to 3): Your choice (1 to 3): ");
        assertThat(printed.toString().split("Right: |No: ")).hasSize(3);
    }

    @Test
    void aRoundKeepsTheLinesOfCodeAndNoOthers() throws IOException {
        String code =
                "int b = 2; // a comment that makes the line longer than a line of a terminal, as those of a page may be";
        String page = PAGE.replace("What is {1}?", "What is\n{1}?")
                .replace("int b = 2;", code)
                .replace("so.", "so: [the loop](the-loop.md).");
        StringWriter printed = new StringWriter();
        new Round(new BufferedReader(new StringReader("1\n")), new PrintWriter(printed), new Random(1))
                .ask(questions(page));

        assertThat(printed.toString())
                .contains("\nWhat is {1}?\n\n    int a = 1;\n    " + code + "\n")
                .contains("it says so: the loop.\n")
                .doesNotContain("```");
    }

    @Test
    void aSeedGivesTheSameQuestions() throws Exception {
        String first =
                CommandRun.of("quiz", "--count", "5", "--seed", "7", "--print").out();

        assertThat(first.lines().filter(line -> line.matches("\\*\\*\\d\\.\\*\\* .*")))
                .hasSize(5);
        assertThat(CommandRun.of("quiz", "--count", "5", "--seed", "7", "--print")
                        .out())
                .isEqualTo(first);
        assertThat(CommandRun.of("quiz", "--count", "5", "--seed", "8", "--print")
                        .out())
                .isNotEqualTo(first);
    }

    @Test
    void argumentsThatNameNoQuestions() throws Exception {
        CommandRun unknown = CommandRun.of("quiz", "the-lop");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("no page \"the-lop\" has questions (did you mean the-loop?)");
        assertThat(CommandRun.of("quiz", "--gift", "--anki").exitCode()).isEqualTo(2);
    }
}
