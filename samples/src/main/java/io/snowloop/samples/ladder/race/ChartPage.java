// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.http.Response;
import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.Diff;
import io.snowloop.samples.ResourceView;
import io.snowloop.samples.ladder.Rungs;
import io.snowloop.samples.measure.BarChart;
import io.snowloop.samples.measure.Numbers;
import io.snowloop.samples.site.SourceText;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The results as a page with charts: one for each measure, and the difference of each rung to the one below. */
final class ChartPage {
    private ChartPage() {}

    /** The app that serves it. It is one document, and loads nothing else. */
    static Snow app(Results results) throws IOException {
        String html = html(results);
        return new Snow().get("/", request -> Response.html(html));
    }

    static String html(Results results) throws IOException {
        StringBuilder charts = new StringBuilder();
        for (Measure measure : Measure.values()) {
            charts.append("<figure>").append(chart(results, measure)).append("</figure>\n");
        }
        StringBuilder diffs = new StringBuilder();
        for (Rungs.Entry rung : Rungs.ALL) {
            if (results.rungs().containsKey(rung.name())) {
                diffs.append(diff(rung));
            }
        }
        StringBuilder sentences = new StringBuilder();
        results.sentences()
                .forEach(line ->
                        sentences.append("<li>").append(HtmlText.escaped(line)).append("</li>\n"));
        StringBuilder notes = new StringBuilder();
        results.notes()
                .forEach(line ->
                        notes.append("<li>").append(HtmlText.escaped(line)).append("</li>\n"));
        return template()
                .replace("{{machine}}", HtmlText.escaped(results.machine() + ", " + results.date()))
                .replace("{{clients}}", Numbers.text(results.clients()))
                .replace("{{charts}}", charts)
                .replace("{{sentences}}", sentences)
                .replace("{{notes}}", notes)
                .replace("{{diffs}}", diffs);
    }

    private static String chart(Results results, Measure measure) {
        List<BarChart.Bar> bars = new ArrayList<>();
        List<String> losers = results.losers(measure);
        for (String rung : results.rungs().keySet()) {
            Value value = results.value(rung, measure);
            if (value != null) {
                BarChart.Kind kind = losers.contains(rung) ? BarChart.Kind.LOST : BarChart.Kind.PEER;
                bars.add(new BarChart.Bar(
                        rung, value.median(), value.min(), value.max(), kind, results.cell(rung, measure)));
            }
        }
        return BarChart.SMALL.inline(measure.title(), Numbers.unit(measure.unit()), bars);
    }

    private static String diff(Rungs.Entry rung) throws IOException {
        List<String> lines = rung.below().isEmpty()
                ? SourceText.of(rung.type())
                : Diff.of(SourceText.of(Rungs.named(rung.below()).orElseThrow().type()), SourceText.of(rung.type()));
        StringBuilder html = new StringBuilder();
        for (String line : lines) {
            String kind = line.startsWith("+") ? "ins" : line.startsWith("-") ? "del" : "span";
            html.append('<')
                    .append(kind)
                    .append('>')
                    .append(HtmlText.escaped(line))
                    .append("</")
                    .append(kind)
                    .append(">\n");
        }
        return String.format(
                "<section id=\"%s\"><h2>%s: %s</h2><p>%s</p><pre tabindex=\"0\">%s</pre></section>%n",
                rung.name(),
                rung.name(),
                HtmlText.escaped(rung.idea()),
                rung.below().isEmpty() ? "The lowest rung." : "What differs from " + rung.below() + ".",
                html);
    }

    private static String template() {
        return new String(ResourceView.bytes(ChartPage.class, "ladder.html"), StandardCharsets.UTF_8);
    }
}
