// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Json;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report on a class, with good files and with bad ones. */
class ReportCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private CommandRun report(String... options) {
        List<String> args = new ArrayList<>(List.of("learn", "report", "--class", folder.toString()));
        args.addAll(List.of(options));
        return CommandRun.of(args.toArray(String[]::new));
    }

    private Path write(String file, String... lines) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, String.join("\n", lines) + "\n");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    @Test
    void aClassIsATableOfStudentsAndOneOfExercises() throws IOException {
        Path ada = write(
                "ada.txt", "01-order solved", "02-lines solved", "03-echo hint 1", "03-echo wrong both: one at a time");
        Files.setLastModifiedTime(ada, FileTime.from(Instant.parse("2026-03-02T12:00:00Z")));
        write("bob/progress.txt", "01-order solved", "02-lines shown", "02-lines solved", "03-echo wrong both: x");
        write(
                "cem/learn/progress.txt",
                "01-order solved",
                "02-lines wrong early: too early",
                "02-lines wrong twice: again");

        CommandRun report = report();

        assertThat(report.exitCode()).isZero();
        assertThat(report.err()).isEmpty();
        assertThat(report.lines().stream().map(ReportCommandTest::oneLine))
                .contains("student solved hints shown wrong is at last change")
                .anyMatch(line -> line.matches("ada 2 1 0 1 03-echo 2026-03-0[123] \\d\\d:00"))
                .anyMatch(line -> line.startsWith("bob 2 0 1 1 03-echo "))
                .anyMatch(line -> line.startsWith("cem 1 0 0 2 02-lines "))
                .contains("01-order 3 of 3 0 0")
                .contains("02-lines 2 of 3 1 0 early (1): too early")
                .contains("03-echo 0 of 3 2 1 both (2): one at a time")
                .contains("2 of 3 are at 03-echo, and at none are more.");
    }

    @Test
    void whoHasLeftOutAnExerciseIsAtTheOneBehindTheLast() throws IOException {
        write("ada.txt", "01-order solved", "05-channels solved");

        assertThat(report().out()).contains("1 of 1 are at 06-connect, and at none are more.");
    }

    @Test
    void anExerciseThatWasBegunAgainIsNotSolved() throws IOException {
        write("ada.txt", "01-order solved", "01-order reset");

        assertThat(report().out()).contains("0 of 1").contains("1 of 1 are at 01-order, and at none are more.");
    }

    @Test
    void whoHasSolvedAllIsAtNone() throws IOException {
        write(
                "ada.txt",
                Exercises.with(null).all().stream()
                        .map(each -> each + " solved")
                        .toArray(String[]::new));

        assertThat(report().out()).contains("All of the students have solved all exercises.");
    }

    @Test
    void aBadLineIsToldAndTheRestCounts() throws IOException {
        write("ada.txt", "# mine", "", "01-order solved", "02-lines finished", "03-ecco solved", "04-state hint no");

        CommandRun report = report();

        assertThat(report.exitCode()).isZero();
        assertThat(report.out()).containsPattern("ada +1 ");
        assertThat(report.err().lines())
                .hasSize(3)
                .anyMatch(line -> line.endsWith("ada.txt:4: not understood, and ignored: a line is \"03-echo solved\""))
                .anyMatch(line -> line.endsWith("ada.txt:6: not understood, and ignored: a line is \"03-echo solved\""))
                .anyMatch(line -> line.contains("ada.txt:5: there is no exercise \"03-ecco\" (did you mean 03-echo")
                        && line.endsWith("correct it, or name the folder of your exercises with --extra"));
    }

    @Test
    void anExerciseOfATeacherCountsWithItsFolder() throws IOException {
        write("ada.txt", "28-whois solved");
        Path teacher = ProjectFolder.ROOT.resolve("samples/teacher");

        CommandRun report = report("--extra", teacher.toString());

        assertThat(report.err()).isEmpty();
        assertThat(report.out()).contains("28-whois       1 of 1", "1 of 1 are at 01-order, and at none are more.");
    }

    @Test
    void twoStudentsWithOneNameAreToldApart() throws IOException {
        write("Zoe\u0301.txt", "01-order solved");
        write("zoé/progress.txt", "01-order solved", "02-lines solved");

        CommandRun report = report();

        assertThat(report.out()).contains(" (zoé/progress.txt)").contains("01-order       2 of 2");
        assertThat(report.err()).contains("students with one name: all of them count; rename files or folders");
    }

    @Test
    void encodingsOfOtherEditorsAreRead() throws IOException {
        String text = "01-order solved\r\n02-lines solved\r\n";
        Files.write(folder.resolve("utf16.txt"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        Files.write(folder.resolve("big.txt"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE));
        Files.write(folder.resolve("mark.txt"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("latin.txt"), ("# f\u00fcr mich\n" + text).getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("noise.txt"), new byte[] {0, -1, 7, 27, 10, 65});

        CommandRun report = report();

        assertThat(report.out())
                .containsPattern("utf16 +2 ")
                .containsPattern("big +2 ")
                .containsPattern("mark +2 ")
                .containsPattern("latin +2 ")
                .containsPattern("noise +0 ");
        assertThat(report.err().lines()).hasSize(2).allMatch(line -> line.contains("noise.txt:"));
    }

    @Test
    void whatIsNoStudentIsToldOrLeftOut() throws IOException {
        write("ada.txt", "01-order solved");
        write("marks.csv", "ada,1");
        Files.createDirectory(folder.resolve("empty"));
        Files.createDirectory(folder.resolve(".git"));
        Files.write(folder.resolve("disk.txt"), new byte[2 << 20]);

        CommandRun report = report();

        assertThat(report.out()).contains("ada").doesNotContain("marks", "empty", "git", "disk");
        assertThat(report.err())
                .contains("empty: no student: there is no progress.txt in it")
                .contains("disk.txt: it has 2097152 bytes, so it is no file of progress: leave it out")
                .doesNotContain("marks");
    }

    /** A pipe or a device may have no end, and a student can hand in a link to one. */
    @Test
    void whatIsNoFileIsNotRead() throws IOException {
        write("ada.txt", "01-order solved");
        Files.createSymbolicLink(folder.resolve("null.txt"), Path.of("/dev/null"));
        Files.createSymbolicLink(folder.resolve("gone.txt"), Path.of("nowhere"));

        CommandRun report = report();

        assertThat(report.out()).contains("ada").doesNotContain("null", "gone");
        assertThat(report.err())
                .contains("null.txt: it is no file of progress: leave it out")
                .contains("gone.txt: it is no file of progress: leave it out");
    }

    @Test
    void ofAFileWithOtherLinesOnlySomeAreTold() throws IOException {
        write("ada.txt", "x\n".repeat(1_000) + "a".repeat(100_000) + " solved");

        CommandRun report = report();

        assertThat(report.err().lines()).hasSize(11).last().asString().endsWith("ada.txt: 991 more lines are ignored");
        write("ada.txt", "a".repeat(100_000) + " solved");
        assertThat(report().err())
                .contains("there is no exercise \"" + "a".repeat(60) + "\"")
                .hasSizeLessThan(400);
    }

    @Test
    void aTerminalIsToldNoCommands() throws IOException {
        write("a\u001b[2J\u009b2J.txt", "03-echo wrong both\u001b]0;: x\u202e", "\u009b2J solved");

        for (String format : List.of("", "--csv", "--json")) {
            CommandRun report = format.isEmpty() ? report() : report(format);

            assertThat(report.out()).containsIgnoringCase("u001b[2J").doesNotContain("\u001b", "\u009b", "\u202e");
            assertThat(report.err()).contains("u009b").doesNotContain("\u001b", "\u009b");
        }
    }

    @Test
    void aChineseNameIsTwoColumnsACharacter() throws IOException {
        write("李雷.txt", "01-order solved");
        write("ada.txt", "01-order solved");

        assertThat(report().lines())
                .anyMatch(line -> line.startsWith("ada      1 "))
                .anyMatch(line -> line.startsWith("李雷     1 "));
    }

    @Test
    void aFolderWithoutStudentsIsOneSentence() {
        CommandRun empty = report();
        assertThat(empty.exitCode()).isEqualTo(2);
        assertThat(oneLine(empty.err()))
                .contains("there is no progress of students in " + folder)
                .contains("put the file learn/progress.txt of each there, as NAME.txt or NAME/progress.txt");
        assertThat(oneLine(
                        CommandRun.of("learn", "report", "--class", "nowhere").err()))
                .contains("nowhere is no folder: choose one with the files of a class with --class");
        assertThat(oneLine(CommandRun.of("learn", "report").err())).contains("--class");
    }

    @Test
    void jsonHasAllOfIt() throws IOException {
        write(
                "ada.txt",
                "01-order solved",
                "02-lines wrong early: too early",
                "02-lines wrong early: twice in the file");

        Map<?, ?> json = Json.read(report("--json").out(), Map.class);

        Map<?, ?> ada = (Map<?, ?>) ((List<?>) json.get("students")).get(0);
        assertThat(ada.get("exercises")).isEqualTo(Map.of("01-order", "solved", "02-lines", "tried"));
        assertThat(ada.get("at")).isEqualTo("02-lines");
        Map<?, ?> lines = (Map<?, ?>) ((List<?>) json.get("exercises")).get(1);
        assertThat(lines.get("mistakes"))
                .isEqualTo(List.of(Map.of("id", "early", "students", 1, "sentence", "too early")));
        assertThat(json.get("stops")).isEqualTo("02-lines");
    }

    @Test
    void csvIsARowForEachStudentAndNoFormula() throws IOException {
        write("=1+1,\"a\".txt", "01-order solved");

        List<String> lines = report("--csv").lines();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("student,file,solved,hints,shown,wrong,at,last change,01-order,02-lines,");
        assertThat(lines.get(1))
                .startsWith("\"'=1+1,\"\"a\"\"\",\"'=1+1,\"\"a\"\".txt\",1,0,0,0,02-lines,")
                .contains("Z,solved,,");
    }

    /** What a reader of an older version has written counts as before, and each thing is written once. */
    @Test
    void whatWasDoneIsWrittenOnce() throws IOException {
        Path file = write("progress.txt", "01-order solved");
        Progress progress = new Progress(file);
        Grade wrong = Grade.notRun("02-lines", Grade.Kind.FAILED, "it is\ngiven twice", List.of());

        progress.hint("02-lines", 1);
        progress.hint("02-lines", 1);
        progress.hint("02-lines", 2);
        progress.shown("02-lines");
        progress.shown("01-order");
        progress.wrong(wrong);
        progress.wrong(wrong);
        progress.wrong(Grade.notRun("02-lines", Grade.Kind.NOT_COMPILED, "no", List.of()));
        progress.solve("02-lines");

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "01-order solved",
                        "02-lines hint 1",
                        "02-lines hint 2",
                        "02-lines shown",
                        "02-lines wrong endless: it is given twice",
                        "02-lines solved");
        progress.wrong(Grade.notRun("03-echo", Grade.Kind.FAILED, "a\u2028b", List.of()));
        progress.wrong(Grade.notRun("03-echo", Grade.Kind.FAILED, "a\u2028b", List.of()));
        assertThat(progress.entries().stream().filter(entry -> entry.exercise().equals("03-echo")))
                .hasSize(1);
        assertThat(progress.solved()).containsExactly("01-order", "02-lines");
        assertThat(progress.complaints()).isEmpty();
    }
}
