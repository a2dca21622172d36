// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.Language;
import io.snowloop.samples.sim.Javac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An exercise: a folder {@code NN-name} with {@code task.md}, {@code Start.java}, {@code Check.java}, {@code Solution.java},
 * wrong answers in {@code wrong}, and hints in {@code hints}.
 *
 * @param name the name of the folder, such as {@code 03-echo}
 * @param folder where it is: on disk, or in the jar
 * @param title the first line of the task
 * @param card the members of the task, which stand below its title: {@code able}, {@code minutes}, {@code start}, and if there
 *     are any {@code needs} and {@code uses}
 * @param text the task itself, Markdown
 * @param language that of the title, of what a reader can do afterwards, of the text and of the hints, if there is a translation
 */
record Exercise(String name, Path folder, String title, Map<String, String> card, String text, Language language) {
    private static final String LICENSE = "// SPDX-License-Identifier: ";
    private static final String TASK = "task.md";
    private static final String ABLE = "able";
    private static final Set<String> MEMBERS = Set.of(ABLE, "minutes", "start", "needs", "uses");

    /** Reads the task of an exercise. */
    static Exercise in(Path folder, Language language) throws IOException {
        Exercise original = read(folder, folder.resolve(TASK), Language.ENGLISH);
        Path task = language.of(folder.resolve(TASK));
        if (task.endsWith(TASK)) {
            return new Exercise(original.name, folder, original.title, original.card, original.text, language);
        }
        Exercise translated = read(folder, task, language);
        Map<String, String> card = new TreeMap<>(original.card);
        card.put(ABLE, translated.able());
        return new Exercise(original.name, folder, translated.title, card, translated.text, language);
    }

    private static Exercise read(Path folder, Path task, Language language) throws IOException {
        String name = folder.getFileName().toString().replace("/", "");
        List<String> lines =
                Language.withoutStamps(Files.readString(task)).lines().toList();
        if (lines.isEmpty() || !lines.get(0).startsWith("# ")) {
            throw new IOException(task + ": the first line must be a title, \"# Accept and echo\"");
        }
        Map<String, String> card = new TreeMap<>();
        int next = 1;
        while (next < lines.size() && !lines.get(next).isBlank()) {
            String line = lines.get(next++);
            int colon = line.indexOf(": ");
            if (colon < 0 || !MEMBERS.contains(line.substring(0, colon))) {
                throw new IOException(
                        task + ":" + next + ": below the title stand able, minutes, start, needs and uses, each"
                                + " with a colon, and then an empty line");
            }
            card.put(line.substring(0, colon), line.substring(colon + 2).strip());
        }
        for (String member : List.of(ABLE, "minutes", "start")) {
            if (!card.containsKey(member)) {
                throw new IOException(task + ": there is no line \"" + member + ": \" below the title");
            }
        }
        if (!String.valueOf(card.get("minutes")).matches("\\d{1,4}")) {
            throw new IOException(
                    task + ": \"minutes: " + card.get("minutes") + "\" is no number: write one, such as 20");
        }
        String text = String.join("\n", lines.subList(next, lines.size())).strip();
        return new Exercise(name, folder, lines.get(0).substring(2).strip(), card, text, language);
    }

    /** Its number, as text: that of {@code 03-echo} is {@code 03}. */
    String number() {
        return name.substring(0, name.indexOf('-'));
    }

    /** The name of the reader's file, such as {@code 03_echo.java}. */
    String fileName() {
        return name.replace('-', '_') + ".java";
    }

    /** What a reader can do afterwards. */
    String able() {
        return member(ABLE);
    }

    /** How many minutes it takes, about. */
    int minutes() {
        return Integer.parseInt(member("minutes"));
    }

    /** What the check says of the file as it is at the start. */
    String start() {
        return member("start");
    }

    /** The names of the exercises whose answers this one uses. */
    List<String> needs() {
        return words("needs");
    }

    /** The packages of Snowloop that an answer may use. */
    List<String> uses() {
        return words("uses");
    }

    private List<String> words(String member) {
        String words = card.getOrDefault(member, "");
        return words.isEmpty() ? List.of() : List.of(words.split(",\\s*"));
    }

    private String member(String name) {
        return card.getOrDefault(name, "");
    }

    /** What the reader's file is at the start. */
    String startText() throws IOException {
        return source("Start.java");
    }

    /** The shortest good answer. */
    String solution() throws IOException {
        return source("Solution.java");
    }

    /** The source of the class {@code Check}. */
    String check() throws IOException {
        return source("Check.java");
    }

    /** The hints, each says more than the one before. */
    List<String> hints() throws IOException {
        List<String> hints = new ArrayList<>();
        for (Path file : files("hints", "[^.]+\\.md")) {
            hints.add(language.text(file).strip());
        }
        return hints;
    }

    /** Answers that people give and that are wrong, by the names of their files. */
    Map<String, String> wrong() throws IOException {
        Map<String, String> wrong = new TreeMap<>();
        for (Path file : files("wrong", ".+\\.java")) {
            wrong.put(file.getFileName().toString(), withoutLicense(Javac.text(file)));
        }
        return wrong;
    }

    private List<Path> files(String folderName, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(folderName))) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        }
    }

    private String source(String file) throws IOException {
        return withoutLicense(Javac.text(folder.resolve(file)));
    }

    /** The license is ours; what a reader writes is the reader's. */
    private static String withoutLicense(String text) {
        return text.startsWith(LICENSE) ? text.substring(text.indexOf('\n') + 1) : text;
    }

    /** Whether a text is the start, but for blanks, empty lines and comments of whole lines. */
    boolean isUntouched(String answer) throws IOException {
        return code(answer).equals(code(startText()));
    }

    private static List<String> code(String text) {
        return text.replaceAll("(?s)/\\*.*?(?:\\*/|\\z)", "")
                .lines()
                .map(line -> line.replaceAll("\\s+", ""))
                .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
