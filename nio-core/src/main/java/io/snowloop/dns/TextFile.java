// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** A settings file: lines of words, with comments. */
final class TextFile {
    private TextFile() {}

    /** Reads a file; blocks. A file that is not there is an empty one. */
    static String read(Path file, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new IOException(file + " is longer than " + limit + " bytes, which is the limit for this file");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** The words of a line up to a comment: a word that begins with # or ;. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(line, " \t\r\f");
        while (tokens.hasMoreTokens()) {
            String word = tokens.nextToken();
            if (word.startsWith("#") || word.startsWith(";")) {
                break;
            }
            words.add(word);
        }
        return words;
    }
}
