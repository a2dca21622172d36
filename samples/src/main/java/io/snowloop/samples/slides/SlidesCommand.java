// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.slides;

import io.snowloop.samples.Similar;
import io.snowloop.samples.quiz.Questions;
import io.snowloop.samples.scene.Timeline;
import io.snowloop.samples.site.Checkout;
import io.snowloop.samples.site.Contents;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that makes slides of a page. */
@Command(
        name = "slides",
        description = {
            "Make slides of a page of the docs: one HTML file, which a browser shows without a network. They are cut from the page by"
                    + " rules, each time anew. Without a page it lists them.",
            ""
        })
public final class SlidesCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    @Parameters(arity = "0..1", paramLabel = "PAGE", description = "The page, such as the-loop or zoo/short-write.")
    private @Nullable String page;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The file to write; - prints it (default: the name of the page, with .html).")
    private @Nullable String output;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    SlidesCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Contents.Entry> pages = pages();
        if (page == null) {
            if (output != null) {
                throw new ParameterException(spec.commandLine(), "--output needs a PAGE");
            }
            list(pages, out);
            return 0;
        }
        String name = page.replaceFirst("^docs/", "").replaceFirst("\\.md$", "").replaceFirst("/(README)?$", "");
        Contents.Entry entry = pages.get(name);
        if (entry == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no page \"" + page + "\"" + Similar.to(page, pages.keySet())
                            + ": snowloop slides lists them");
        }
        Deck deck = Deck.of(entry.file());
        if ("-".equals(output)) {
            out.print(SlidesFile.html(deck));
        } else {
            Path file = Path.of(output == null ? name.substring(name.lastIndexOf('/') + 1) + ".html" : output);
            SlidesFile.write(deck, file);
            out.println(deck.slides().size() + " slides are in " + file + ": open it in a browser.");
        }
        out.flush();
        return 0;
    }

    /** All pages in the order of the contents, by their names, but for the contents themselves. */
    private static Map<String, Contents.Entry> pages() throws IOException {
        Map<String, Contents.Entry> pages = new LinkedHashMap<>();
        for (Contents.Entry entry : Contents.of(Checkout.site()).chain()) {
            pages.put(Questions.name(entry.file()), entry);
        }
        pages.remove("README");
        return pages;
    }

    /** The chapters with their titles, and the pages of folders by their names. */
    private static void list(Map<String, Contents.Entry> pages, PrintWriter out) {
        Map<String, List<String>> folders = new TreeMap<>();
        pages.forEach((name, entry) -> {
            int slash = name.indexOf('/');
            if (slash < 0) {
                out.printf("%-22s %s%n", name, entry.title());
            } else {
                folders.computeIfAbsent(name.substring(0, slash + 1), unknown -> new ArrayList<>())
                        .add(name.substring(slash + 1));
            }
        });
        folders.forEach((folder, names) -> {
            out.println();
            Timeline.wrapWords(folder + " followed by " + String.join(", ", names), WIDTH)
                    .forEach(out::println);
        });
        out.flush();
    }
}
