// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A block of a page of Markdown: a block of code between fences, a line that is a comment, or the lines between two empty ones.
 *
 * @param line the number of its first line, from 1
 * @param stamp the hash of the text of which it is the translation; null if there is none above it
 */
record Block(int line, @Nullable String stamp, String text) {
    private static final Pattern STAMP = Pattern.compile("<!-- zh: ([0-9a-f]{8}) -->");
    private static final Pattern COMMENT = Pattern.compile("<!--.*-->");
    private static final Pattern FENCE = Pattern.compile("(`{3,}|~{3,}).*");
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LINK = Pattern.compile("(?<=]\\()[^)\\s]+(?=\\))|(?<=(?:src|href)=\")[^\"]+(?=\")");

    /** The blocks of a page. */
    static List<Block> of(List<String> lines) {
        Reader reader = new Reader();
        for (int i = 0; i < lines.size(); i++) {
            reader.read(lines.get(i), i + 1);
        }
        reader.end();
        return reader.blocks;
    }

    /** It has words to translate: it is no code, no comment, and no tag alone. */
    boolean isProse() {
        return !isCode() && !isComment() && text.replaceAll("<[^>]*>", "").matches("(?s).*[A-Za-z].*");
    }

    boolean isCode() {
        return FENCE.matcher(text.lines().findFirst().orElse("").strip()).matches();
    }

    private boolean isComment() {
        return text.strip().startsWith("<!--");
    }

    /** The first digits of the SHA-256 of the text, in which white space of any length counts as one space. */
    String hash() {
        String text = SPACE.matcher(text()).replaceAll(" ").strip();
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }

    /** The text to compare if it is not translated. Links of tags lead to the same file from another folder. */
    String copied() {
        return isCode() || isComment() ? text : LINK.matcher(text).replaceAll("");
    }

    /** Its beginning, for a message. */
    String beginning() {
        String line = SPACE.matcher(text).replaceAll(" ").strip();
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }

    private static final class Reader {
        final List<Block> blocks = new ArrayList<>();
        private final List<String> run = new ArrayList<>();
        private int first;
        private @Nullable String fence;
        private @Nullable String stamp;

        void read(String line, int number) {
            String text = line.strip();
            Matcher opening = FENCE.matcher(text);
            Matcher hash = STAMP.matcher(text);
            if (fence != null) {
                add(line, number);
                if (text.startsWith(fence) && text.replaceAll("[`~]", "").isEmpty()) {
                    end();
                }
            } else if (opening.matches()) {
                end();
                add(line, number);
                fence = opening.group(1);
            } else if (text.isEmpty()) {
                end();
            } else if (hash.matches()) {
                end();
                stamp = hash.group(1);
            } else if (COMMENT.matcher(text).matches()) {
                end();
                add(line, number);
                end();
            } else {
                add(line, number);
            }
        }

        private void add(String line, int number) {
            if (run.isEmpty()) {
                first = number;
            }
            run.add(line);
        }

        void end() {
            fence = null;
            if (!run.isEmpty()) {
                blocks.add(new Block(first, stamp, String.join("\n", run)));
                run.clear();
                stamp = null;
            }
        }
    }
}
