// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** A bar chart as SVG. Each bar has its title, the median at its end, and a line for the range of the rounds. */
final class BarChart {
    private static final int WIDTH = 720;
    private static final int LEFT = 190;
    private static final int RIGHT = 90;
    private static final int STEP = 24;
    private static final int TOP = 40;

    private BarChart() {}

    /** One bar. */
    record Bar(String title, double value, double min, double max, Kind kind) {}

    /** The kind of an entry, which has its own colour. */
    enum Kind {
        OURS("ours"),
        PEER("peer"),
        YARDSTICK("yardstick");

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

    /** The chart. */
    static String svg(String title, String unit, List<Bar> bars) {
        double largest = bars.stream().mapToDouble(Bar::max).max().orElse(1);
        double scale = (WIDTH - LEFT - RIGHT) / largest;
        int height = TOP + STEP * bars.size() + 10;
        StringBuilder svg = new StringBuilder(
                String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <title>%s</title>
                %s<rect class="back" width="100%%" height="100%%"/>
                <text x="10" y="22" font-weight="bold">%s</text>
                """, WIDTH, height, WIDTH, height, escaped(title), STYLE, escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            svg.append(bar(bars.get(i), TOP + i * STEP, scale, unit));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String bar(Bar bar, int y, double scale, String unit) {
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="16" class="%s"/>
                <line x1="%.1f" x2="%.1f" y1="%d" y2="%d"/>
                <text x="%.1f" y="%d">%s %s</text>
                """,
                LEFT - 8,
                y + 13,
                escaped(bar.title),
                LEFT,
                y,
                Math.max(1, bar.value * scale),
                bar.kind.style,
                LEFT + bar.min * scale,
                LEFT + bar.max * scale,
                y + 8,
                y + 8,
                LEFT + bar.max * scale + 6,
                y + 13,
                Numbers.text(bar.value),
                escaped(unit));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
