// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.quiz;

import io.snowloop.samples.Paragraphs;
import io.snowloop.samples.scene.Timeline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/** Questions in a terminal: each is answered with the number of a choice, and then its reasons are told. */
final class Round {
    private static final int WIDTH = 80;
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\([^)\\s]+\\)");

    private final BufferedReader in;
    private final PrintWriter out;
    private final Random random;

    Round(BufferedReader in, PrintWriter out, Random random) {
        this.in = in;
        this.out = out;
        this.random = random;
    }

    /** Asks them all, until the input ends. Returns how many were right. */
    int ask(List<Question> questions) throws IOException {
        int right = 0;
        int asked = 0;
        Set<String> toRead = new LinkedHashSet<>();
        for (Question question : questions) {
            out.println();
            say(++asked + " of " + questions.size() + ", from " + Questions.name(question));
            out.println();
            Paragraphs.of(plain(question.text()), WIDTH).forEach(out::println);
            List<String> choices = new ArrayList<>(question.choices().keySet());
            Collections.shuffle(choices, random);
            for (int i = 0; i < choices.size(); i++) {
                say("  " + (i + 1) + "  " + choices.get(i));
            }
            int chosen = number(choices.size());
            if (chosen < 0) {
                asked--;
                break;
            }
            String choice = choices.get(chosen);
            out.println();
            if (choice.equals(question.answer())) {
                right++;
                say("Right: " + question.choices().get(choice));
            } else {
                say("No: " + question.choices().get(choice));
                say("It is \"" + question.answer() + "\": " + question.choices().get(question.answer()));
                toRead.add(Questions.name(question));
            }
        }
        out.println();
        say(right + " of " + asked + " are right."
                + (toRead.isEmpty() ? "" : " To read again: docs/" + String.join(", docs/", toRead)));
        out.flush();
        return right;
    }

    /** The index of a choice; -1 at the end of the input. */
    private int number(int most) throws IOException {
        while (true) {
            out.print("Your choice (1 to " + most + "): ");
            out.flush();
            String line = in.readLine();
            if (line == null) {
                out.println();
                return -1;
            }
            if (line.strip().matches("[1-9]") && Integer.parseInt(line.strip()) <= most) {
                return Integer.parseInt(line.strip()) - 1;
            }
        }
    }

    private void say(String line) {
        Timeline.wrap(plain(line), WIDTH).forEach(out::println);
    }

    /** Without the addresses of links, which a terminal cannot follow. */
    private static String plain(String markdown) {
        return LINK.matcher(markdown).replaceAll("$1");
    }
}
