// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.samples.MutationTesting.Accepted;
import io.snowloop.samples.MutationTesting.Mutant;
import io.snowloop.samples.MutationTesting.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MutationTestingTest {
    private static final Path FILE = Path.of("A.java");
    private static final Accepted ACCEPTED = new Accepted(FILE, "if (a < b) {", "negated conditional", "Because.");

    private static Mutant mutant(String status) {
        return new Mutant(FILE, 7, "if (a < b) {", "negated conditional", status);
    }

    private static List<Mutant> mutants(int killed, int survived) {
        return IntStream.range(0, killed + survived)
                .mapToObj(i -> new Mutant(FILE, i, "", "", i < killed ? "KILLED" : "SURVIVED"))
                .toList();
    }

    /** Without pitest: the next long run would say the same of a line that was changed. */
    @ParameterizedTest
    @ValueSource(strings = {"nio-core", "async-client", "async-server"})
    void everyAcceptedMutantIsInALineThatIsThere(String library) throws IOException {
        for (Accepted accepted : Accepted.in(Path.of("..", library))) {
            assertThat(accepted.file()).as(accepted.toString()).exists();
            assertThat(Files.readAllLines(accepted.file()).stream().map(String::strip))
                    .as(accepted.toString())
                    .contains(accepted.source());
        }
    }

    @Test
    void anEntryWithoutAReasonIsRefused(@TempDir Path library) throws IOException {
        Files.writeString(
                library.resolve("accepted-mutants.txt"), "# head\n\na.B: negated conditional\n    if (a) {\n");
        assertThatThrownBy(() -> Accepted.in(library)).hasMessageContaining("the reason");
    }

    @Test
    void whatIsAcceptedDoesNotCount() {
        Verdict verdict = Verdict.of(List.of(mutant("SURVIVED"), mutant("NO_COVERAGE")), List.of(ACCEPTED), false);
        assertThat(verdict.good()).isTrue();
        assertThat(verdict).hasToString("2 mutants, 0 killed, 2 accepted, 0 survive: 100.0 %");
    }

    @Test
    void whatSurvivesIsNamedByItsLine() {
        Verdict verdict = Verdict.of(List.of(mutant("SURVIVED"), mutant("TIMED_OUT")), List.of(), false);
        assertThat(verdict.good()).isFalse();
        assertThat(verdict).asString().contains("50.0 %", "A.java:7: negated conditional", "if (a < b) {");
    }

    @Test
    void anAcceptedMutantThatIsKilledIsReported() {
        Verdict verdict = Verdict.of(List.of(mutant("KILLED")), List.of(ACCEPTED), false);
        assertThat(verdict.good()).isFalse();
        assertThat(verdict).asString().contains("(is killed)");
    }

    @Test
    void aTimeOutDoesNotRefuteAReason() {
        assertThat(Verdict.of(List.of(mutant("TIMED_OUT")), List.of(ACCEPTED), false)
                        .good())
                .isTrue();
    }

    @Test
    void anAcceptedMutantThatDoesNotExistIsReported() {
        Verdict verdict = Verdict.of(mutants(1, 0), List.of(ACCEPTED), false);
        assertThat(verdict.good()).isFalse();
        assertThat(verdict).asString().contains("(does not exist)");
        assertThat(Verdict.of(mutants(1, 0), List.of(ACCEPTED), true).good())
                .as("of a sample")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"95, 5, true", "94, 6, false", "0, 0, true"})
    void ninetyFivePercentAreNeeded(int killed, int survived, boolean good) {
        assertThat(Verdict.of(mutants(killed, survived), List.of(), false).good())
                .isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({"91, 9, true", "90, 10, false"})
    void aSampleMayBeWorseByChance(int killed, int survived, boolean good) {
        assertThat(Verdict.of(mutants(killed, survived), List.of(), true).good())
                .isEqualTo(good);
    }
}
