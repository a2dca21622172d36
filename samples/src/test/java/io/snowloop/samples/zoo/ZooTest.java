// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Diff;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of the zoo, and its command. */
@Tag("once") // 200 seeds of each animal: the same on each JDK
class ZooTest {
    static List<Animal<?>> animals() {
        return Zoo.ALL;
    }

    @ParameterizedTest
    @MethodSource("animals")
    void theLawOfTheZoo(Animal<?> animal) {
        ZooRuns runs = ZooRuns.of(animal);

        assertPasses("wrong at the desk", runs.deskOfWrong());
        assertThat(runs.fieldOfWrong().failures().keySet())
                .as("wrong in the field")
                .containsExactlyInAnyOrderElementsOf(animal.card().symptoms());
        assertPasses("right at the desk", runs.deskOfRight());
        assertPasses("right in the field", runs.fieldOfRight());
    }

    private static void assertPasses(String what, Scenes.Result result) {
        Outcome first = result.first();
        assertThat(first == null ? "" : "seed " + first.seed() + ": " + first.failure())
                .as(what)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("animals")
    void theWrongProgramSaysSoAndBothAreShort(Animal<?> animal) throws IOException {
        List<String> wrong = Files.readAllLines(ProjectFolder.ROOT.resolve(Sources.path(animal, "Wrong")));
        List<String> right = Files.readAllLines(ProjectFolder.ROOT.resolve(Sources.path(animal, "Right")));

        assertThat(wrong.get(1)).as("the line below the licence").isEqualTo("// WRONG ON PURPOSE");
        assertThat(wrong.size()).isLessThan(110);
        assertThat(right.size()).isLessThan(130);
        assertThat(Diff.of(wrong, right).stream().filter(line -> line.startsWith("-") || line.startsWith("+")))
                .as("lines that differ")
                .hasSizeBetween(1, 50);
    }

    @ParameterizedTest
    @MethodSource("animals")
    void aVisitFitsATerminal(Animal<?> animal) {
        ZooRuns runs = ZooRuns.of(animal);

        assertThat(Visit.wrong(animal, runs.deskOfWrong(), runs.fieldOfWrong()))
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.startsWith("  => "));
    }

    @Test
    void aVisitIsTheDeskTheFieldAndTheFirstRunThatFails() {
        CommandRun visit = CommandRun.of("zoo", "short-write");

        assertThat(visit.exitCode()).isZero();
        assertThat(visit.err()).isEmpty();
        assertThat(visit.lines())
                .startsWith("short-write: the result of write is ignored", "")
                .anyMatch(line -> line.matches("desk  .* fine"))
                .anyMatch(line -> line.matches("field .* \\d+ of 200 seeds: bytes lost"))
                .anyMatch(line -> line.startsWith("  => bytes lost"));
    }

    @Test
    void eachKindOfFailureHasItsNumberAndASeedThatShowsIt() {
        Animal<?> animal = Zoo.named("inline-callback").orElseThrow();
        Scenes.Result field = ZooRuns.of(animal).fieldOfWrong();

        assertThat(field.symptoms())
                .matches("\\d+ threw ConcurrentModificationException \\(first seed \\d+\\), "
                        + "\\d+ threw StackOverflowError \\(first seed \\d+\\)");
        assertThat(field.failed())
                .isEqualTo(field.failures().values().stream()
                        .mapToInt(Scenes.Failures::count)
                        .sum());
        assertThat(CommandRun.of("zoo", "inline-callback", "--seed", String.valueOf(firstOverflow(field)))
                        .out())
                .contains("=> threw StackOverflowError on topic");
    }

    private static long firstOverflow(Scenes.Result field) {
        return Objects.requireNonNull(field.failures().get("threw StackOverflowError"))
                .first()
                .seed();
    }

    @Test
    void withoutANameItListsALineAnAnimal() {
        assertThat(CommandRun.of("zoo").lines())
                .hasSize(1 + Zoo.ALL.size() + 2)
                .allMatch(line -> line.length() <= 80)
                .anyMatch(line -> line.matches("short-write +the result of write is ignored"))
                .endsWith("javac -Xlint:all and Error Prone warn of none of these bugs.");
    }

    @Test
    void namesAreDifferent() {
        assertThat(Zoo.ALL.stream().map(animal -> animal.card().name())).doesNotHaveDuplicates();
    }

    @Test
    void hintsDiffAndRightLeadToTheBug() {
        assertThat(CommandRun.of("zoo", "short-write", "--hint").out())
                .startsWith("Hint 1 of 3: ")
                .endsWith("\n./snowloop zoo short-write --hint 2\n");
        assertThat(CommandRun.of("zoo", "short-write", "--hint", "3").out())
                .startsWith("Hint 3 of 3: ")
                .doesNotContain("--hint");
        assertThat(CommandRun.of("zoo", "short-write", "--hint", "4").err()).contains("has hints 1 to 3, not 4");
        assertThat(CommandRun.of("zoo", "short-write", "--diff").lines()).contains("+        key.attach(buffer);");
        assertThat(CommandRun.of("zoo", "short-write", "--right").lines())
                .anyMatch(line -> line.startsWith("field ") && line.endsWith(" fine"))
                .anyMatch(line -> line.contains("SelectionKey.OP_WRITE"));
    }

    @Test
    void aSeedIsTheSameEachTime() {
        CommandRun run = CommandRun.of("zoo", "short-write", "--seed", "3");

        assertThat(run.out()).contains("took 12", "=> bytes lost");
        assertThat(CommandRun.of("zoo", "short-write", "--seed", "3").out()).isEqualTo(run.out());
        assertThat(CommandRun.of("zoo", "short-write", "--seed", "3", "--json").lines())
                .startsWith("{\"snowloop-scene\":2,\"scene\":\"short-write\",\"seed\":3,"
                        + "\"hosts\":{\"server\":\"10.0.0.1\",\"client\":\"10.0.0.2\"}}")
                .anyMatch(line -> line.contains("\"text\":\"write(15) took 12\""))
                .last()
                .asString()
                .contains("\"symptom\":\"bytes lost\"");
    }

    @Test
    void anOptionThatWouldBeIgnoredIsRefused() {
        assertThat(CommandRun.of("zoo", "--diff").err()).contains("an option needs the NAME of an animal");
        assertThat(CommandRun.of("zoo", "short-write", "--diff", "--seed", "1").err())
                .contains("give each alone");
        assertThat(CommandRun.of("zoo", "short-write", "--hint", "--json").err())
                .contains("give each alone");
        assertThat(CommandRun.of("zoo", "short-write", "--hint", "--diff").err())
                .contains("give each alone");
    }

    @Test
    void anUnknownNameLeadsToTheList() {
        CommandRun run = CommandRun.of("zoo", "shortwrite");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().replaceAll("\\s+", " "))
                .contains("there is no animal \"shortwrite\" (did you mean short-write?): snowloop zoo lists them");
    }
}
