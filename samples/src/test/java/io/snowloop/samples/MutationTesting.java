// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Mutation testing of the libraries: pitest makes small changes to the code, and a change that no test notices is a gap in the
 * tests. It runs for one package at a time, with the tests of that package and of the one above it, and fails if fewer than
 * 95 % of the mutants are killed.
 *
 * <p>{@code accepted-mutants.txt} in each library lists the mutants that do not count, each with its reason: they change
 * nothing that a user can observe. The program also fails if an entry has no mutant any more, or one that is killed.
 *
 * <p>This file needs only the JDK, so that {@code .ci/mutation} can run it as a source file.
 *
 * <pre>
 * .ci/mutation [--since COMMIT] [--limit N] [--seconds N] [PACKAGE...]
 *   PACKAGE          such as http.h1: without io.snowloop; all packages, if none is named
 *   --since COMMIT   only the packages with a file that has changed since then
 *   --limit N        a sample: at most N mutants of each class
 *   --seconds N      begins no further package after this time
 * </pre>
 */
final class MutationTesting {
    private static final double TARGET = 0.95;
    private static final List<String> LIBRARIES = List.of("nio-core", "async-client", "async-server");
    private static final String ROOT_PACKAGE = "io/snowloop/";

    /** How much longer than {@code --seconds} the last package may take. */
    private static final int GRACE_SECONDS = 60;

    private MutationTesting() {}

    public static void main(String[] args) throws Exception {
        try {
            System.exit(run(args) ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println("mutation: " + e.getMessage()
                    + "; .ci/mutation [--since COMMIT] [--limit MUTANTS] [--seconds N] [PACKAGE...]");
            System.exit(2);
        }
    }

    private static boolean run(String[] args) throws Exception {
        List<String> names = new ArrayList<>();
        String since = null;
        int limit = 0;
        long seconds = TimeUnit.DAYS.toSeconds(1);
        for (Iterator<String> words = List.of(args).iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--since" -> since = value(word, words);
                case "--limit" -> limit = number(word, words);
                case "--seconds" -> seconds = number(word, words);
                default -> names.add(word);
            }
        }
        List<Part> parts = parts(names, since);
        System.out.println(parts.size() + " packages, target " + percent(TARGET)
                + (limit == 0 ? "" : ", a sample of " + limit + " mutants of each class"));
        return run(parts, limit, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }

    private static int number(String option, Iterator<String> words) {
        String value = value(option, words);
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(option + " needs a number, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static boolean run(List<Part> parts, int limit, long deadline) throws Exception {
        boolean good = true;
        for (Part part : parts) {
            long left = TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime());
            if (left <= 0 || !part.mutate(limit, left + GRACE_SECONDS)) {
                System.out.println(part + ": not reached in the time given");
                continue;
            }
            Verdict verdict = Verdict.of(part.mutants(), part.accepted(), limit > 0);
            System.out.println(part + ": " + verdict);
            good &= verdict.good();
        }
        return good;
    }

    // ------------------------------------------------------------------------------------------------- what to mutate

    private static List<Part> parts(List<String> names, String since) throws Exception {
        List<Part> parts = new ArrayList<>();
        for (String library : LIBRARIES) {
            Path sources = Path.of(library, "src/main/java", ROOT_PACKAGE);
            try (Stream<Path> folders = Files.walk(sources)) {
                folders.filter(Files::isDirectory)
                        .map(folder ->
                                new Part(library, sources.relativize(folder).toString()))
                        .filter(part -> !part.classes("main", "").isEmpty())
                        .filter(part -> names.isEmpty() || names.contains(part.name()))
                        .forEach(parts::add);
            }
        }
        for (String name : names) {
            if (parts.stream().noneMatch(part -> part.name().equals(name))) {
                throw new IllegalArgumentException(
                        name.startsWith("-") ? "unknown option " + name : "no package of a library: " + name);
            }
        }
        if (since != null) {
            List<String> changed = output("git", "diff", "--name-only", since);
            parts.removeIf(part -> changed.stream().noneMatch(part::has));
            // Each in its turn, where the time is not enough for all
            Collections.shuffle(
                    parts, new Random(output("git", "rev-parse", "HEAD").hashCode()));
        }
        return parts;
    }

    private static List<String> output(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        if (process.waitFor() != 0) {
            throw new IllegalArgumentException(String.join(" ", command) + " failed");
        }
        return lines;
    }

    /** One package of one library. */
    private record Part(String library, String folder) {
        String name() {
            return folder.replace('/', '.');
        }

        private Path folder(String set) {
            return Path.of(library, "src/" + set + "/java", ROOT_PACKAGE + folder);
        }

        /** The classes of this package whose names end so. */
        List<String> classes(String set, String end) {
            String[] files =
                    folder(set).toFile().list((in, name) -> name.endsWith(end + ".java") && !name.contains("-"));
            return Stream.of(files == null ? new String[0] : files)
                    .sorted()
                    .map(name -> (ROOT_PACKAGE + folder + "/").replace('/', '.') + name.replace(".java", ""))
                    .toList();
        }

        /** Those of this package, and of the one above: a part of a package is tested with the whole. */
        private List<String> tests() {
            List<String> tests = new ArrayList<>(classes("test", "Test"));
            int end = folder.lastIndexOf('/');
            if (end > 0) {
                tests.addAll(new Part(library, folder.substring(0, end)).classes("test", "Test"));
            }
            return tests;
        }

        boolean has(String file) {
            Path parent = Path.of(file).getParent();
            return folder("main").equals(parent) || folder("test").equals(parent);
        }

        private Path report() {
            return Path.of(library, "target/pit-reports/mutations.xml");
        }

        /** Returns false if the time was not enough. */
        boolean mutate(int limit, long seconds) throws Exception {
            Files.deleteIfExists(report());
            List<String> command =
                    new ArrayList<>(List.of("./mvnw", "-q", "-B", "-ntp", "-P", "mutation", "-pl", library));
            command.addAll(List.of("-am", "-Djacoco.skip", "process-test-classes"));
            command.add("-DtargetClasses="
                    + classes("main", "").stream()
                            .map(name -> name + "," + name + "$*")
                            .collect(Collectors.joining(",")));
            command.add("-DtargetTests=" + String.join(",", tests()));
            if (limit > 0) {
                command.add("-Dfeatures=+CLASSLIMIT(limit[" + limit + "])");
            }
            Path log =
                    Files.createDirectories(Path.of("build-reports/mutation")).resolve(library + "-" + name() + ".log");
            Process maven = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!maven.waitFor(seconds, TimeUnit.SECONDS)) {
                maven.descendants().forEach(ProcessHandle::destroy);
                maven.destroy();
                maven.waitFor();
                return false;
            }
            if (maven.exitValue() != 0 || !Files.exists(report())) {
                throw new IllegalStateException("pitest failed: see " + log);
            }
            return true;
        }

        List<Mutant> mutants() throws Exception {
            NodeList elements = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report().toFile())
                    .getElementsByTagName("mutation");
            List<Mutant> mutants = new ArrayList<>();
            for (int i = 0; i < elements.getLength(); i++) {
                Element element = (Element) elements.item(i);
                Path file = folder("main").resolve(text(element, "sourceFile"));
                int line = Integer.parseInt(text(element, "lineNumber"));
                String source = Files.readAllLines(file).get(line - 1).strip();
                String change = text(element, "description").replace(ROOT_PACKAGE, "");
                mutants.add(new Mutant(file, line, source, change, element.getAttribute("status")));
            }
            return mutants;
        }

        private static String text(Element element, String tag) {
            return element.getElementsByTagName(tag).item(0).getTextContent();
        }

        /** What is accepted in this package. */
        List<Accepted> accepted() throws IOException {
            return Accepted.in(Path.of(library)).stream()
                    .filter(accepted -> folder("main").equals(accepted.file.getParent()))
                    .toList();
        }

        @Override
        public String toString() {
            return library + " " + name();
        }
    }

    // ----------------------------------------------------------------------------------------------------- the verdict

    /** A changed piece of code. {@code source} is the line that it is in, {@code change} is pitest's description. */
    record Mutant(Path file, int line, String source, String change, String status) {
        boolean killed() {
            return !status.equals("SURVIVED") && !status.equals("NO_COVERAGE");
        }

        /** A test has failed. A time-out may be the machine's, so it does not refute the reason of an accepted mutant. */
        boolean surelyKilled() {
            return status.equals("KILLED");
        }
    }

    /** Mutants that do not count: all with this change in a line that reads so. */
    record Accepted(Path file, String source, String change, String reason) {
        /**
         * Those of a library's {@code accepted-mutants.txt}. Each is a block of lines, and a blank line follows it: the class
         * and pitest's description of the change, the line of source, the reason.
         */
        static List<Accepted> in(Path library) throws IOException {
            Path list = library.resolve("accepted-mutants.txt");
            List<Accepted> all = new ArrayList<>();
            for (String block : Files.readString(list).strip().split("\n\\s*\n")) {
                List<String> lines = block.lines().map(String::strip).toList();
                if (lines.get(0).startsWith("#")) {
                    continue;
                }
                String[] what = lines.get(0).split(": ", 2);
                if (what.length < 2 || lines.size() < 3) {
                    throw new IllegalArgumentException(
                            list + ": a class and a change, the line, and the reason, not: " + block);
                }
                Path file =
                        library.resolve("src/main/java").resolve(what[0].replace('.', File.separatorChar) + ".java");
                all.add(new Accepted(file, lines.get(1), what[1], String.join(" ", lines.subList(2, lines.size()))));
            }
            return all;
        }

        boolean covers(Mutant mutant) {
            return mutant.file.equals(file) && mutant.source.equals(source) && mutant.change.equals(change);
        }
    }

    /** What a run has shown. {@code stale} are the accepted mutants that are none any more, each with why. */
    record Verdict(int killed, int accepted, List<Mutant> survivors, List<String> stale, boolean sample) {
        static Verdict of(List<Mutant> mutants, List<Accepted> list, boolean sample) {
            List<Mutant> survivors = new ArrayList<>();
            int killed = 0;
            for (Mutant mutant : mutants) {
                if (mutant.killed()) {
                    killed++;
                } else if (list.stream().noneMatch(accepted -> accepted.covers(mutant))) {
                    survivors.add(mutant);
                }
            }
            List<String> stale = sample
                    ? List.of()
                    : list.stream()
                            .filter(accepted ->
                                    mutants.stream().noneMatch(m -> accepted.covers(m) && !m.surelyKilled()))
                            .map(accepted -> accepted.file + ": " + accepted.change + ": " + accepted.source
                                    + (mutants.stream().anyMatch(accepted::covers)
                                            ? " (is killed)"
                                            : " (does not exist)"))
                            .toList();
            return new Verdict(killed, mutants.size() - killed - survivors.size(), survivors, stale, sample);
        }

        private int counted() {
            return killed + survivors.size();
        }

        double share() {
            return counted() == 0 ? 1 : (double) killed / counted();
        }

        /**
         * A sample may have more survivors than the target allows by chance: it fails if it has so many that, where the target
         * is met, only one sample of forty has (two standard deviations).
         */
        private double allowed() {
            double expected = (1 - TARGET) * counted();
            return sample ? expected + 2 * Math.sqrt(expected * TARGET) : expected;
        }

        boolean good() {
            return stale.isEmpty() && survivors.size() <= allowed() + 1e-9;
        }

        @Override
        public String toString() {
            return (counted() + accepted) + " mutants, " + killed + " killed, " + accepted + " accepted, "
                    + survivors.size()
                    + " survive: " + percent(share()) + (good() ? "" : ", NOT GOOD ENOUGH")
                    + survivors.stream()
                            .map(mutant -> "\n    " + mutant.file + ":" + mutant.line + ": " + mutant.change
                                    + "\n        " + mutant.source)
                            .collect(Collectors.joining())
                    + stale.stream()
                            .map(entry -> "\n    accepted, but " + entry)
                            .collect(Collectors.joining());
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
