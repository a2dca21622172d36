// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.Html;
import io.snowloop.samples.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The search for words in the docs. It reads the text of all sections, half a megabyte: with the transfer of the results
 * that took 6 ms (median of 30, on a busy machine). A site with more readers than this one would have an index.
 */
final class Search {
    private static final int MOST_RESULTS = 30;
    private static final int MOST_WORDS = 8;

    /** The length of the text around the first word that was found. */
    private static final int CONTEXT = 160;

    /**
     * A hyphen joins two words to one: the parts of back-pressure are in many others. Possessive, because a group that can give back is matched
     * by a method that calls itself: a long query would use up the stack.
     */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]++(?:-[\\p{L}\\p{N}_]++)*+");

    private final OtherWords others = OtherWords.parse(Assets.text("words.txt"));
    private final SiteMap map;
    private final Pages pages;

    Search(SiteMap map, Pages pages) {
        this.map = map;
        this.pages = pages;
    }

    private record Result(Path file, Content page, Content.Section section, int score) {}

    /** A page with the results. For a word of another system, the parts that are about it here are above them. */
    Content results(String query, Language language) throws IOException {
        Labels labels = Labels.of(language);
        Set<String> words = words(query);
        List<Result> places = places(query, language);
        List<Result> results = find(words, language);
        String title = labels.get("search");
        StringBuilder body = new StringBuilder("<h1>" + title + "</h1>\n").append(form(query, labels));
        if (!places.isEmpty()) {
            body.append("<p>" + labels.get("searchHere") + "</p>\n");
            append(places, words, body);
        }
        body.append("<p role=\"status\">")
                .append(HtmlText.escaped(summary(query, words, results.size(), labels)))
                .append("</p>\n");
        append(results, words, body);
        return Content.of(title, body.toString());
    }

    private List<Result> places(String query, Language language) throws IOException {
        List<Result> places = new ArrayList<>();
        Map<Path, Content> docs = pages.docs(Language.ENGLISH);
        for (OtherWords.Place place : others.of(query)) {
            Path file = map.docs().resolve(place.page());
            Content page = docs.get(file); // null: another folder than ours is served
            if (page != null) {
                page.sections().stream()
                        .filter(section -> place.id().isEmpty() || section.id().equals(place.id()))
                        .findFirst()
                        .ifPresent(section -> places.add(new Result(file, page, section, 0)));
            }
        }
        if (language == Language.CHINESE) {
            Map<Path, Content> chinese = pages.docs(language);
            places.replaceAll(place -> translated(place, chinese));
        }
        return places;
    }

    /** The section at the same place of the page in Chinese, if there is one. */
    private Result translated(Result result, Map<Path, Content> chinese) {
        Path other = new Translations(map).other(result.file);
        Content page = other == null ? null : chinese.get(other);
        int index = result.page.sections().indexOf(result.section);
        return other == null || page == null || index >= page.sections().size()
                ? result
                : new Result(other, page, page.sections().get(index), 0);
    }

    private void append(List<Result> results, Set<String> words, StringBuilder body) {
        if (!results.isEmpty()) {
            body.append("<ol class=\"results\">\n");
            results.forEach(result -> append(result, words, body));
            body.append("</ol>\n");
        }
    }

    static String form(String query, Labels labels) {
        return "<form role=\"search\" aria-label=\"" + labels.get("searchAgain")
                + "\" class=\"large\" action=\"/search\">"
                + "<input type=\"search\" name=\"q\" aria-label=\"" + labels.get("searchWords") + "\" value=\""
                + HtmlText.escaped(query)
                + "\"> " + labels.language().hiddenInput() + "<button>" + labels.get("search") + "</button></form>\n";
    }

    private static String summary(String query, Set<String> words, int count, Labels labels) {
        if (words.isEmpty()) {
            return labels.get("searchHint");
        }
        String name = count == 0 ? "Nothing" : count == 1 ? "One" : count == MOST_RESULTS ? "First" : "Some";
        return labels.before("search" + name).replace("{0}", String.valueOf(count)) + query;
    }

    static Set<String> words(String query) {
        return WORD.matcher(query.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .limit(MOST_WORDS)
                .collect(java.util.stream.Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    /** Not every page is translated: what is not found in Chinese is searched in English. */
    private List<Result> find(Set<String> words, Language language) throws IOException {
        if (words.isEmpty()) {
            return List.of();
        }
        List<Result> found = find(words, pages.docs(language));
        return found.isEmpty() && language == Language.CHINESE ? find(words, Language.ENGLISH) : found;
    }

    private static List<Result> find(Set<String> words, Map<Path, Content> docs) {
        return docs.entrySet().stream()
                .flatMap(page -> page.getValue().sections().stream()
                        .map(section -> new Result(
                                page.getKey(), page.getValue(), section, score(page.getValue(), section, words))))
                .filter(result -> result.score > 0)
                .sorted(Comparator.comparingInt(Result::score).reversed().thenComparing(Result::file))
                .limit(MOST_RESULTS)
                .toList();
    }

    /** The more often and the nearer to a title, the better; 0 if a word is missing. */
    private static int score(Content page, Content.Section section, Set<String> words) {
        String title = section.title().toLowerCase(Locale.ROOT);
        String text = section.text().toLowerCase(Locale.ROOT);
        String pageTitle = page.title().toLowerCase(Locale.ROOT);
        int sum = 0;
        for (String word : words) {
            int score = Math.min(count(text, word), 10) + (title.contains(word) ? 30 : 0);
            if (score == 0) {
                return 0;
            }
            sum += score + (pageTitle.contains(word) ? 10 : 0);
        }
        return sum;
    }

    private static int count(String text, String word) {
        int count = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
            count++;
        }
        return count;
    }

    private void append(Result result, Set<String> words, StringBuilder body) {
        String url = Objects.requireNonNull(map.url(result.file));
        boolean top = result.section.level() == 1;
        String title = top ? result.page.title() : result.page.title() + ": " + result.section.title();
        body.append("<li>").append(Html.link(top ? url : url + "#" + result.section.id(), title));
        body.append("<br>")
                .append(marked(excerpt(result.section.text(), words), words))
                .append("</li>\n");
    }

    private static String excerpt(String text, Set<String> words) {
        String line = text.replaceAll("\\s+", " ").strip();
        String lower = line.toLowerCase(Locale.ROOT);
        int at = words.stream()
                .mapToInt(lower::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(0);
        int begin = at < CONTEXT / 2 ? 0 : Math.min(at, boundary(line, at - CONTEXT / 2)); // in a long word
        int end = begin + CONTEXT >= line.length() ? line.length() : boundary(line, begin + CONTEXT);
        return (begin > 0 ? "... " : "") + line.substring(begin, end) + (end < line.length() ? " ..." : "");
    }

    /** The end of the word at this place; in Chinese, the place itself. */
    private static int boundary(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) != ' ' && !Character.isIdeographic(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String marked(String text, Set<String> words) {
        Pattern any = Pattern.compile(
                String.join(
                        "|", new HashSet<>(words).stream().map(Pattern::quote).toList()),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        StringBuilder html = new StringBuilder();
        int[] done = {0};
        any.matcher(text).results().forEach(found -> {
            html.append(HtmlText.escaped(text.substring(done[0], found.start())));
            html.append("<mark>").append(HtmlText.escaped(found.group())).append("</mark>");
            done[0] = found.end();
        });
        return html.append(HtmlText.escaped(text.substring(done[0]))).toString();
    }
}
