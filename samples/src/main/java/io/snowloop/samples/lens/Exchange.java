// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Moment;
import io.snowloop.samples.scene.Outcome;
import java.time.Duration;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What two hosts have said to each other in a run, as a picture (SVG): time goes down, and each arrow is a segment that arrives. */
final class Exchange {
    private static final int WIDTH = 760;
    private static final int CLIENT = 290;
    private static final int SERVER = 550;
    private static final int ROW = 26;
    private static final int TOP = 44;

    /** The longest text beside a line, in characters. */
    private static final int FITS = 26;

    @SuppressWarnings("InlineFormatString") // too long for that
    private static final String BEGIN = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
            font-family="sans-serif" font-size="12">
            <title>%3$s</title>
            <style>
            svg { background: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e } .mono { font-family: monospace }
            .life { stroke: #c3ccd5; stroke-width: 2 } .host { fill: #f4f6f8; stroke: #c3ccd5 } .data { stroke: #0b62a8; stroke-width: 2 }
            .control { stroke: #59636e; stroke-width: 1.3 } .lost { stroke: #b3261e; stroke-width: 1.6; stroke-dasharray: 5 4 }
            .bad { fill: #b3261e; font-weight: bold } .behind { fill: #ffffff } .mark { fill: none; stroke: #b3261e; stroke-width: 1.6 }
            @media (prefers-color-scheme: dark) {
            svg { background: #14181d } text { fill: #e6e9ec } .quiet { fill: #a6b0ba } .life { stroke: #46505a }
            .host { fill: #1b222a; stroke: #46505a } .data { stroke: #7cbcf0 } .control { stroke: #a6b0ba } .lost { stroke: #ff9d94 }
            .bad { fill: #ff9d94 } .behind { fill: #14181d } .mark { stroke: #ff9d94 } }
            </style>
            """;

    private final StringBuilder body = new StringBuilder();
    private final Formatter out = new Formatter(body, Locale.ROOT);
    private final String client;
    private final String server;
    private int y = TOP;
    private @Nullable Duration shown;

    private Exchange(Outcome outcome, List<Moment> moments) {
        Moment first = outcome.moments().stream()
                .filter(moment -> moment.kind() == Moment.Kind.SEGMENT || moment.kind() == Moment.Kind.LOST)
                .findFirst()
                .orElseThrow();
        client = first.host();
        server = first.peer();
        for (Moment moment : moments) {
            draw(moment);
        }
        Failure failure = outcome.failure();
        if (failure != null) {
            y += ROW;
            text(WIDTH / 2, "middle", "bad", failure.symptom());
        }
    }

    /**
     * The picture of the moments of a run from one to another.
     * @param title says what it shows, for those who do not see it
     */
    static String of(Outcome outcome, int from, int to, String title) {
        List<Moment> moments = outcome.moments();
        return new Exchange(outcome, moments.subList(from, Math.min(to, moments.size()))).svg(title);
    }

    /** The picture of a whole run. */
    static String of(Outcome outcome, String title) {
        return of(outcome, 0, outcome.moments().size(), title);
    }

    private String svg(String title) {
        int height = y + 30;
        StringBuilder svg =
                new StringBuilder(String.format(Locale.ROOT, BEGIN, WIDTH, height, HtmlText.escaped(title)));
        for (int x : new int[] {CLIENT, SERVER}) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"life\" x1=\"%d\" x2=\"%1$d\" y1=\"40\" y2=\"%d\"/>\n"
                            + "<rect class=\"host\" x=\"%d\" y=\"14\" width=\"112\" height=\"26\" rx=\"5\"/>\n"
                            + "<text x=\"%1$d\" y=\"32\" text-anchor=\"middle\">%s</text>\n",
                    x,
                    height - 12,
                    x - 56,
                    x == CLIENT ? client : server));
        }
        return svg + "<text class=\"quiet\" x=\"16\" y=\"32\">time</text>\n" + body + "</svg>\n";
    }

    private void draw(Moment moment) {
        y += moment.at().equals(shown) || shown == null ? ROW : ROW + 10;
        if (!moment.at().equals(shown)) {
            shown = moment.at();
            text(16, "start", "quiet", time(moment.at()));
        }
        boolean left = moment.host().equals(client);
        switch (moment.kind()) {
            case SEGMENT, LOST -> arrow(moment, left);
            case NETWORK -> text((CLIENT + SERVER) / 2, "middle", "bad", moment.text());
            default -> note(moment, left);
        }
    }

    /** What a program does, beside its line. A write that took less than it had is marked. */
    private void note(Moment moment, boolean left) {
        String style = isShort(moment) ? "mono bad" : "mono";
        String text = cut(moment.text());
        if (left) {
            text(CLIENT - 12, "end", style, text);
        } else {
            text(SERVER + 12, "start", style, text);
        }
    }

    private static boolean isShort(Moment moment) {
        return moment.text().startsWith("write(") && !moment.text().startsWith("write(" + moment.bytes() + ")");
    }

    private void arrow(Moment moment, boolean left) {
        boolean lost = moment.kind() == Moment.Kind.LOST;
        boolean data = moment.text().startsWith("DATA");
        int from = left ? CLIENT + 4 : SERVER - 4;
        int to = left ? SERVER - 6 : CLIENT + 6;
        int end = lost ? (from + to) / 2 + (left ? 50 : -50) : to;
        int back = left ? -7 : 7;
        String style = lost ? "lost" : data ? "data" : "control";
        out.format("<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%4$d\"/>\n", style, from, end, y);
        if (lost) {
            out.format("<path class=\"mark\" d=\"M %d %d l 10 10 m 0 -10 l -10 10\"/>\n", end - 5, y - 5);
        } else {
            out.format(
                    "<path class=\"%s\" fill=\"none\" d=\"M %d %d L %d %d L %2$d %d\"/>\n",
                    style, end + back, y - 4, end, y, y + 4);
        }
        String text = moment.text().replace("SYN_ACK", "SYN, ACK").replaceFirst("DATA (\\d+)", "$1 bytes")
                + (lost ? " lost" : "");
        int width = 7 * text.length() + 10;
        int middle = (CLIENT + SERVER) / 2 + (lost ? left ? -30 : 30 : 0);
        out.format(
                "<rect class=\"behind\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"16\"/>\n",
                middle - width / 2, y - 8, width);
        out.format(
                "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                lost ? "bad" : data ? "" : "quiet", middle, y + 4, text);
    }

    private void text(int x, String anchor, String style, String text) {
        out.format(
                "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
                style, x, y + 4, anchor, HtmlText.escaped(text));
    }

    private static String cut(String text) {
        return text.length() <= FITS ? text : text.substring(0, FITS - 1) + "\u2026";
    }

    private static String time(Duration at) {
        return String.format(Locale.ROOT, "%,d ms", at.toMillis());
    }
}
