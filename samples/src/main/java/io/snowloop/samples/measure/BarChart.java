// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import io.snowloop.http.syntax.HtmlText;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * A bar chart as SVG. Each bar has its title, the median at its end, and a line for the range of the rounds.
 *
 * @param width of the chart
 * @param left the room for the titles
 * @param right the room for the numbers
 */
public record BarChart(int width, int left, int right) {
    /** For a page. */
    public static final BarChart WIDE = new BarChart(720, 190, 90);

    /** For many beside each other. */
    public static final BarChart SMALL = new BarChart(350, 72, 98);

    private static final int STEP = 24;
    private static final int TOP = 40;

    /** One bar, with the number at its end as text. */
    public record Bar(String title, double value, double min, double max, Kind kind, String text) {
        /** With the median as text. */
        public Bar(String title, double value, double min, double max, Kind kind) {
            this(title, value, min, max, kind, Numbers.text(value));
        }
    }

    /** The kind of an entry, which has its own colour. */
    public enum Kind {
        /** One of this project. */
        OURS("ours"),
        /** One of another project. */
        PEER("peer"),
        /** One that is no program to use. */
        YARDSTICK("yardstick"),
        /** One that is worse than the others. */
        LOST("lost");

        /** The class in {@link #STYLE}. */
        private final String style;

        Kind(String style) {
            this.style = style;
        }
    }

    /** On a dark page a chart is dark too: an image follows the scheme of the browser. */
    private static final String STYLE = """
            <style>
            .back { fill: #ffffff } text { fill: #1f2933 } line { stroke: #222222 }
            .ours { fill: #0b6bcb } .peer { fill: #8c98a8 } .yardstick { fill: #d3d9e0 }
            @media (prefers-color-scheme: dark) {
            .back { fill: #14191f } text { fill: #d9e1e8 } line { stroke: #d9e1e8 }
            .ours { fill: #4a9be8 } .peer { fill: #6f7d8d } .yardstick { fill: #404b57 }
            }
            </style>
            """;

    /** The chart, as a file of its own. */
    public String svg(String title, String unit, List<Bar> bars) {
        return head(title, bars.size()) + STYLE + body(title, unit, bars, BarChart::plain);
    }

    /** The chart, as a part of a page, which has the colours. Each bar is a link to {@code #} and its title. */
    public String inline(String title, String unit, List<Bar> bars) {
        return head(title, bars.size()) + body(title, unit, bars, BarChart::link);
    }

    private String head(String title, int bars) {
        int height = TOP + STEP * bars + 10;
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <title>%s</title>
                """, width, height, width, height, HtmlText.escaped(title));
    }

    private String body(String title, String unit, List<Bar> bars, BiFunction<Bar, String, String> wrapped) {
        double largest = bars.stream().mapToDouble(Bar::max).max().orElse(1);
        double scale = (width - left - right) / Math.max(largest, 1e-9);
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
                <rect class="back" width="100%%" height="100%%"/>
                <text x="10" y="22" font-weight="bold">%s</text>
                """, HtmlText.escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            svg.append(wrapped.apply(bar, bar(bar, TOP + i * STEP, scale, unit)));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String plain(Bar bar, String svg) {
        return svg;
    }

    private static String link(Bar bar, String svg) {
        return "<a href=\"#" + HtmlText.escaped(bar.title) + "\">\n" + svg + "</a>\n";
    }

    private String bar(Bar bar, int y, double scale, String unit) {
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="16" class="%s"/>
                <line x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>
                <text x="%.1f" y="%d">%s</text>
                """,
                left - 8,
                y + 13,
                HtmlText.escaped(bar.title),
                left,
                y,
                Math.max(1, bar.value * scale),
                bar.kind.style,
                left + bar.min * scale,
                left + bar.max * scale,
                y + 8,
                y + 8,
                left + bar.max * scale + 6,
                y + 13,
                HtmlText.escaped((bar.text + " " + unit).strip()));
    }
}
