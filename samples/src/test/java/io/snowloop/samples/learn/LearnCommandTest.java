// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Jdk;
import io.snowloop.samples.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, but for its watch mode, with good files and with bad ones. */
@Tag("once") // it starts twenty JVMs
class LearnCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private CommandRun learn(String... args) {
        List<String> all = new ArrayList<>(List.of("learn"));
        all.addAll(List.of(args));
        all.addAll(List.of("--dir", folder.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private Exercise exercise(String name) throws IOException {
        return Exercises.with(null).named(name);
    }

    @Test
    void whatIsSolvedIsInTheListAndInTheFile() throws IOException {
        write("11_tasks.java", exercise("tasks").solution());
        write("12_loop.java", exercise("loop").startText());

        CommandRun all = learn("check", "all");

        assertThat(all.exitCode()).isEqualTo(1);
        assertThat(all.out()).containsPattern("11-tasks: solved, 220 seeds").containsPattern("12-loop: wrong, seed 1");
        assertThat(learn("list").out())
                .contains("[x] 11-tasks")
                .contains("[ ] 12-loop")
                .contains("1 of ");
        assertThat(folder.resolve("progress.txt")).hasContent("11-tasks solved");
    }

    @Test
    void jsonIsALineForEachAnswer() throws IOException {
        write("11_tasks.java", exercise("tasks").startText());

        CommandRun check = learn("check", "11", "--json", "--seed", "3");

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.lines()).hasSize(1);
        assertThat(check.out())
                .contains(
                        "\"exercise\":\"11-tasks\",\"kind\":\"FAILED\",\"failedBy\":\"queued\"",
                        "\"seed\":3,\"fresh\":false");
    }

    @Test
    void aMistakeIsRememberedOnceForATeacher() throws IOException {
        writeTasks("task.run();");

        learn("check", "11", "--seed", "3");
        learn("check", "11");

        assertThat(Files.readAllLines(folder.resolve("progress.txt")))
                .hasSize(1)
                .allMatch(line -> line.matches("11-tasks wrong \\S+: .+"));
    }

    @Test
    void anErrorOfTheCompilerIsExplained() throws IOException {
        writeTasks("queue.add(task)");
        assertThat(learn("check", "11").out())
                .startsWith("line 12: something is missing here, often the ; or ) of the line before")
                .contains("11_tasks.java:12: error: ';' expected");

        write("11_tasks.java", exercise("tasks").solution().replace("import java.util.Queue;", ""));
        assertThat(oneLine(learn("check", "11").out())).contains("is it misspelled, or is an import missing?");
    }

    @Test
    void whatIsToBeBuiltIsRefused() throws IOException {
        write("11_tasks.java", """
                class Tasks {
                    io.snowloop.loop.EventLoop[] loops;

                    Object loop() {
                        return loops[0].ticker();
                    }
                }
                """);

        assertThat(oneLine(learn("check", "11").out()))
                .startsWith("io.snowloop.loop.EventLoop is what these exercises build: use java.nio");
    }

    @Test
    void anAnswerThatLacksWhatTheCheckCallsIsTold() throws IOException {
        write("11_tasks.java", "class Tasks {}");

        assertThat(oneLine(learn("check", "11").out())).contains("the check uses it, and your file has it no more");
    }

    @Test
    void anAnswerThatEndsItsJvmEndsNothingElse() throws IOException {
        writeTasks("System.exit(0);");

        CommandRun check = learn("check", "11");

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(oneLine(check.out())).contains("the answer has ended the JVM in which it ran, with System.exit");
    }

    /** What its thread still prints must not stand in the grade. */
    @Test
    void anAnswerThatPrintsWithoutAnEndDoesNotEnd() throws IOException {
        writeTasks("while (true) System.out.println(task);");

        CommandRun check = learn("check", "11");

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(oneLine(check.out())).contains("it does not end: for 5 s it was busy");
    }

    @Test
    void anAnswerThatPrintsAmongTheGradesIsTold() throws IOException {
        writeTasks("try { new java.io.FileOutputStream(java.io.FileDescriptor.out).write(65); }"
                + " catch (java.io.IOException e) { } task.run();");

        CommandRun check = learn("check", "11", "--seed", "3");

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(oneLine(check.err())).contains("in place of a grade came \"A", "write to System.out");
    }

    @Test
    void aLineWithoutAnEndAmongTheGradesIsCut() throws IOException {
        writeTasks("try (var out = new java.io.FileOutputStream(java.io.FileDescriptor.out)) {"
                + " while (true) out.write(\"A\".repeat(1 << 16).getBytes()); } catch (java.io.IOException e) { }");

        CommandRun check = learn("check", "11", "--seed", "3");

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(oneLine(check.err()))
                .contains("in place of a grade came \"AAA")
                .hasSizeLessThan(300);
    }

    @Test
    void aProcessThatAnAnswerLeavesHoldsUpNoGrade() throws IOException {
        assumeTrue(Files.exists(Path.of("/bin/sleep")), "needs sleep");
        Path pid = folder.resolve("pid");
        writeTasks("try { java.nio.file.Files.writeString(java.nio.file.Path.of(\"" + pid + "\"), \"\" + new"
                + " ProcessBuilder(\"/bin/sleep\", \"60\").inheritIO().start().pid()); }"
                + " catch (java.io.IOException e) { } System.exit(0);");

        CommandRun check = learn("check", "11");

        assertThat(oneLine(check.out())).contains("the answer has ended the JVM in which it ran");
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid))))
                .hasValueSatisfying(left -> assertThat(left.destroyForcibly()).isTrue());
    }

    @Test
    void anAnswerThatEndsItsJvmDoesNotHangInAHookOfIt() throws IOException {
        writeTasks("Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) java.util.concurrent"
                + ".locks.LockSupport.park(); })); System.exit(0);");

        assertThat(oneLine(learn("check", "11").out())).contains("the answer has ended the JVM in which it ran");
    }

    @Test
    void aWorkerThatIsSilentIsNotWaitedForWithoutAnEnd() throws IOException {
        write("11_tasks.java", exercise("tasks").solution());

        try (WorkerProcess worker = new WorkerProcess(0)) {
            Grade grade = worker.ask(new Worker.Order("11-tasks", folder.toString(), null, null, Pane.WIDTH));

            assertThat(grade.kind()).isEqualTo(Grade.Kind.ENDLESS);
            assertThat(grade.sentence()).isEqualTo("it does not end: there is no grade after 0 s");
        }
    }

    /** Also if the command was killed, and could not end it. */
    @Test
    void theWorkerEndsWithItsInputAlthoughAThreadOfAnAnswerGoesOn() throws Exception {
        writeTasks("queue.add(task); Thread thread = new Thread(() -> { while (true) java.util.concurrent.locks"
                + ".LockSupport.park(); }); thread.setDaemon(false); thread.start();");
        Process worker = new ProcessBuilder(
                        Jdk.tool("java"), "-cp", System.getProperty("java.class.path"), Worker.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Writer out = worker.outputWriter(StandardCharsets.UTF_8)) {
            out.write(Json.of(new Worker.Order("11-tasks", folder.toString(), null, 3L, Pane.WIDTH)) + "\n");
        }

        assertThat(worker.inputReader(StandardCharsets.UTF_8).readLine()).contains("PASSED");
        boolean ended = worker.waitFor(30, TimeUnit.SECONDS);
        worker.destroyForcibly();
        assertThat(ended).isTrue();
    }

    @Test
    void aFileThatAnEditorOfWindowsHasSavedIsASource() throws IOException {
        write("11_tasks.java", "\uFEFF" + exercise("tasks").solution().replace("\n", "\r\n"));

        assertThat(learn("check", "11").out()).startsWith("11-tasks: solved");
    }

    @Test
    void aFileThatIsNoSourceIsNotRead() throws IOException {
        write("11_tasks.java", "//" + " ".repeat(1 << 20));
        assertThat(oneLine(learn("check", "11").err())).contains("a source file has 1048576 at most");

        write("progress.txt", "#" + " ".repeat(1 << 20));
        assertThat(oneLine(learn("list").err())).contains("progress.txt: it is no file of progress");
    }

    /** In each seed a few tasks are queued, and in all of them more than a hundred. */
    @Test
    void aStaticFieldKeepsNothingFromOneSeedToTheNext() throws IOException {
        String counts = "if (count++ > 50) throw new IllegalStateException(); queue.add(task);";
        write(
                "11_tasks.java",
                exercise("tasks")
                        .solution()
                        .replace("queue.add(task);", counts)
                        .replace("    /** Queues", "    private static int count;\n\n    /** Queues"));

        assertThat(learn("check", "11").out()).startsWith("11-tasks: solved");
    }

    @Test
    void whatAnAnswerPrintsIsShown() throws IOException {
        writeTasks("queue.add(task);System.out.println(\"queued\");");

        assertThat(learn("check", "11").lines()).startsWith("it printed:", "  queued");
    }

    /** It would move the cursor, set the title, or hide what is below: an answer may be that of another person. */
    @Test
    void theTerminalGetsNoControlCharacterOfAnAnswer() throws IOException {
        writeTasks("System.out.println(\"\\033[2J\");throw new Error(\"\\033]0;x\");");
        assertThat(learn("check", "11").out())
                .contains("  \\u001b[2J", "\\u001b]0;x")
                .doesNotContain("\033");

        write("11_tasks.java", "class Tasks { String a = \"\033[2J\" }");
        assertThat(learn("check", "11").out()).contains("\\u001b[2J").doesNotContain("\033");
    }

    /** The orders of the process in which it runs come there, too. */
    @Test
    void anAnswerThatReadsItsInputFindsTheEnd() throws IOException {
        writeTasks("queue.add(task);try {System.out.println(System.in.read());} catch (java.io.IOException e) {}");

        assertThat(learn("check", "11").lines()).startsWith("it printed:", "  -1");
    }

    @Test
    void aBrokenProgressFileIsToldAndKept() throws IOException {
        write("progress.txt", "<<<<<<< mine\n11-tasks solved\n=======\n02-lines solved\n>>>>>>> yours");

        CommandRun list = learn("list");

        assertThat(list.out()).contains("[x] 11-tasks", "[x] 02-lines");
        assertThat(list.err())
                .contains("progress.txt:1: not understood, and ignored")
                .contains("progress.txt:5: ");
        new Progress(folder.resolve("progress.txt")).solve("03-echo");
        assertThat(Files.readString(folder.resolve("progress.txt"))).endsWith(">>>>>>> yours\n03-echo solved\n");
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString()), "may not mount a disk");
        try {
            Files.writeString(disk.resolve("11_tasks.java"), exercise("tasks").solution());
            fill(disk.resolve("full"));

            CommandRun check = CommandRun.of("learn", "check", "11", "--dir", disk.toString());
            CommandRun reset = CommandRun.of("learn", "reset", "1", "--dir", disk.toString());

            assertThat(check.out()).contains("11-tasks: solved");
            assertThat(check.exitCode()).isEqualTo(2);
            assertThat(oneLine(check.err())).contains("\"11-tasks solved\" is not in ", "No space left on device");
            assertThat(oneLine(reset.err())).contains("cannot write ", "01_order.java: No space left on device");
            assertThat(disk.resolve("11_tasks.java"))
                    .content()
                    .isEqualTo(exercise("tasks").solution());
            assertThat(disk.resolve("01_order.java")).doesNotExist();
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void fill(Path file) throws IOException {
        try {
            Files.write(file, new byte[64 * 1024]);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void aResetKeepsWhatThereIs() throws IOException {
        write("11_tasks.java", "mine");
        write("progress.txt", "11-tasks solved\n");

        assertThat(learn("reset", "11").out()).contains("11_tasks.java is as at the start; yours is ");
        assertThat(folder.resolve("11_tasks.java.1")).hasContent("mine");
        assertThat(Files.readString(folder.resolve("11_tasks.java")))
                .isEqualTo(exercise("tasks").startText());
        assertThat(learn("list").out()).contains("[ ] 11-tasks");
    }

    @Test
    void hintsTextAndAnswerAreShown() throws IOException {
        assertThat(learn("hint", "11").out())
                .startsWith("Hint 1 of 3: ")
                .endsWith("\n./snowloop learn hint 11-tasks --number 2\n");
        assertThat(learn("hint", "11", "--number", "3").out())
                .startsWith("Hint 3 of 3: ")
                .doesNotContain("--number");
        assertThat(learn("hint", "11", "--number", "4").err()).contains("has hints 1 to 3, not 4");
        assertThat(learn("task", "tasks").lines())
                .startsWith("11-tasks: This turn, or the next?")
                .allMatch(line -> line.length() <= Pane.WIDTH);
        write("11_tasks.java", exercise("tasks").solution().replace("due > 0", "due > 1"));
        assertThat(learn("show", "11").lines())
                .contains("class Tasks implements Executor {", "from yours to ours:")
                .anyMatch(line -> line.startsWith("+") && line.contains("due > 0"));
        assertThat(folder.resolve("progress.txt")).hasContent("11-tasks hint 1\n11-tasks hint 3\n11-tasks shown");
    }

    @Test
    void theFileThatATaskNamesIsThere() throws IOException {
        String text = learn("task", "11").out();
        Path file = folder.resolve("11_tasks.java");

        assertThat(oneLine(text)).contains("Your file: " + file);
        assertThat(file).hasContent(exercise("tasks").startText());

        write("11_tasks.java", "mine");
        learn("task", "11");
        assertThat(file).hasContent("mine");
    }

    @Test
    void whatIsNotThereIsOneSentence() throws IOException {
        assertThat(oneLine(learn("check", "11").out()))
                .contains("there is no file ")
                .contains("11-tasks: no file to begin: ./snowloop learn task 11-tasks");
        assertThat(oneLine(learn("check", "task").err()))
                .contains("there is no exercise \"task\"")
                .contains("learn list");
        assertThat(oneLine(learn("check", "all").err())).contains("there is no answer in ");
        assertThat(oneLine(learn("list", "--extra", "nowhere").err())).contains("nowhere is no folder");
        assertThat(oneLine(learn("list", "--extra", folder.toString()).err())).contains("there is no exercise in ");
    }

    @Test
    void aTeachersExerciseComesBehindOurs() throws IOException {
        Path extra = Files.createDirectories(folder.resolve("extra/28-sum"));
        Files.writeString(extra.resolve("task.md"), "# A sum\nable: add\nminutes: 5\nstart: 1 + 1 is not 0\n\nAdd.\n");
        Files.writeString(extra.resolve("Start.java"), "class Sum { static int of(int a, int b) { return 0; } }");
        Files.writeString(
                extra.resolve("Solution.java"), "class Sum { static int of(int a, int b) { return a + b; } }");
        Files.writeString(extra.resolve("Check.java"), """
                class Check implements io.snowloop.samples.learn.Examiner {
                    public void examine(io.snowloop.samples.learn.Exam exam) {
                        exam.check("sum", Sum.of(1, 1) == 2, "1 + 1 is not " + Sum.of(1, 1));
                    }
                }
                """);
        String more = extra.getParent().toString();
        write("28_sum.java", "class Sum { static int of(int a, int b) { return 0; } }");
        assertThat(learn("check", "28", "--extra", more).out()).startsWith("1 + 1 is not 0");
        write("28_sum.java", "class Sum { static int of(int a, int b) { return b + a; } }");
        assertThat(learn("check", "sum", "--extra", more).exitCode()).isZero();
        assertThat(learn("list", "--extra", more).out()).contains("[x] 28-sum");

        Files.writeString(extra.resolve("task.md"), "# A sum\nminutes: 5\n\nAdd.\n");
        assertThat(oneLine(learn("list", "--extra", more).err()))
                .contains("there is no line \"able: \" below the title");
    }

    /** The solution of an exercise, with this in the place of its line that queues a task. */
    private void writeTasks(String line) throws IOException {
        write("11_tasks.java", exercise("tasks").solution().replace("queue.add(task);", line));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
