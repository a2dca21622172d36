// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The languages of the texts. English is the original; where a translation is missing, the original is shown. */
public enum Language {
    /** The original. */
    ENGLISH("en"),
    /** Chinese, in simplified characters. */
    CHINESE("zh-CN");

    /** Stands above each translated paragraph, with the hash of its source. A block of code may show one. */
    private static final Pattern STAMP =
            Pattern.compile("(?ms)^[ \\t]*(?:(```+|~~~+)[^`\\n]*\\n.*?^[ \\t]*\\1|<!-- zh: [0-9a-f]{8} -->\\R?)");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** Its name in HTML and HTTP (RFC 5646). */
    public String tag() {
        return tag;
    }

    /** Goes with the form of a search in this language. */
    public String hiddenInput() {
        return this == ENGLISH ? "" : "<input type=\"hidden\" name=\"lang\" value=\"zh\">";
    }

    /** That of the user: of LC_ALL, LC_MESSAGES and LANG the first that is set, as in all POSIX programs; else of the system. */
    static Language ofUser(Map<String, String> environment, Locale system) {
        String name = Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse(system.getLanguage());
        return name.matches("zh\\b.*|zh_.*") ? CHINESE : ENGLISH;
    }

    /** That of the user of this process. */
    public static Language ofUser() {
        return ofUser(System.getenv(), Locale.getDefault(Locale.Category.DISPLAY));
    }

    /** The file that has the text of another one in this language: {@code task.zh.md} for {@code task.md}, if it is there. */
    public Path of(Path file) {
        String name = String.valueOf(file.getFileName());
        Path translated = file.resolveSibling(name.replaceFirst("\\.md$", ".zh.md"));
        return this == CHINESE && Files.isRegularFile(translated) ? translated : file;
    }

    /** The text of a file in this language, or else in English, without what only translators need. */
    public String text(Path file) throws IOException {
        return withoutStamps(Files.readString(of(file)));
    }

    /** A translation without the hashes of its source. */
    public static String withoutStamps(String markdown) {
        return STAMP.matcher(markdown)
                .replaceAll(found -> found.group(1) == null ? "" : Matcher.quoteReplacement(found.group()));
    }

    /** The argument of an option: {@code en} or {@code zh}, also with a region. */
    public static final class Converter implements ITypeConverter<Language> {
        @Override
        public Language convert(String value) {
            return Arrays.stream(values())
                    .filter(language ->
                            value.toLowerCase(Locale.ROOT).split("[-_]", 2)[0].equals(language.tag.substring(0, 2)))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + value + "' is no language of these texts: en or zh"));
        }
    }
}
