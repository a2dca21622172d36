// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.outage;

import io.snowloop.samples.scene.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The simulated outage as a picture (SVG). Time goes to the right. The client is the upper line, with its attempts and
 * pauses; the server is the lower line; what arrives is an arrow between them.
 */
final class Drawing {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 236;
    private static final int LEFT = 76;
    private static final int RIGHT = 120;
    private static final int CLIENT_Y = 92;
    private static final int SERVER_Y = 176;

    private static final String BEGIN = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
            font-family="sans-serif" font-size="12">
            <title>A fetch through an outage of %3$.0f seconds: %4$d attempts, then the response</title>
            <style>
            svg { background: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e } .line { stroke: #59636e }
            .sent { stroke: #0b6bcb; stroke-width: 1.5 } .lost { stroke: #c3382c; stroke-width: 1.5 } .bad { fill: #c3382c }
            .outage { fill: #fbe3e0 } .try { fill: #0b6bcb } .pause { fill: #d3d9e0 } .good { fill: #1a7f37 }
            @media (prefers-color-scheme: dark) {
            svg { background: #14181d } text { fill: #e6e9ec } .quiet { fill: #a6b0ba } .line { stroke: #a6b0ba }
            .sent { stroke: #6cb1ff } .lost { stroke: #ff8f84 } .bad { fill: #ff8f84 }
            .outage { fill: #3d2320 } .try { fill: #6cb1ff } .pause { fill: #46505a } .good { fill: #5fd07e } }
            </style>
            """;

    private final List<Step> steps;
    private final StringBuilder svg = new StringBuilder();

    private Drawing(List<Step> steps) {
        this.steps = steps;
    }

    /** The picture of a run. */
    static String of(Outcome outcome) {
        return new Drawing(outcome.moments().stream().map(Step::of).toList()).svg();
    }

    private String svg() {
        Duration cut = only(Step.Kind.CUT).at();
        Duration restored = only(Step.Kind.RESTORED).at();
        long attempts =
                steps.stream().filter(step -> step.kind() == Step.Kind.ATTEMPT).count();
        add(BEGIN, WIDTH, HEIGHT, seconds(restored.minus(cut)), attempts);
        outage(cut, restored);
        axis();
        legend();
        steps.forEach(this::draw);
        return svg.append("</svg>\n").toString();
    }

    private Step only(Step.Kind kind) {
        return steps.stream().filter(step -> step.kind() == kind).findFirst().orElseThrow();
    }

    private void outage(Duration cut, Duration restored) {
        double width = x(restored) - x(cut);
        add("<rect class=\"outage\" x=\"%.1f\" y=\"34\" width=\"%.1f\" height=\"160\"/>%n", x(cut), width);
        add(
                "<text class=\"bad\" x=\"%.1f\" y=\"26\" text-anchor=\"middle\" font-weight=\"bold\">"
                        + "the link is cut for %.1f s: each segment is lost</text>%n",
                x(cut) + width / 2, seconds(restored.minus(cut)));
    }

    private void axis() {
        for (int second = 0; second <= seconds(end()); second += 5) {
            double x = x(Duration.ofSeconds(second));
            add("<line class=\"line\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"198\" y2=\"203\"/>%n", x);
            add("<text class=\"quiet\" x=\"%.1f\" y=\"218\" text-anchor=\"middle\">%d s</text>%n", x, second);
        }
        lane("client", CLIENT_Y);
        lane("server", SERVER_Y);
    }

    private void legend() {
        String format = "<rect class=\"%1$s\" x=\"%2$d\" y=\"%3$d\" width=\"10\" height=\"10\"/>%n"
                + "<text class=\"quiet\" x=\"%4$d\" y=\"%5$d\">%6$s</text>%n";
        int x = WIDTH - RIGHT + 12;
        add(format, "try", x, CLIENT_Y + 26, x + 16, CLIENT_Y + 35, "attempt");
        add(format, "pause", x, CLIENT_Y + 44, x + 16, CLIENT_Y + 53, "pause");
    }

    private void lane(String name, int y) {
        add("<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>%n", y + 4, name);
        add("<line class=\"line\" x1=\"%d\" x2=\"%d\" y1=\"%3$d\" y2=\"%3$d\"/>%n", LEFT, WIDTH - RIGHT, y);
    }

    private void draw(Step step) {
        double x = x(step.at());
        switch (step.kind()) {
            case ATTEMPT -> attempt(step);
            case PAUSE -> bar("pause", step.at(), endOf(step, Step.Kind.ATTEMPT));
            case SUCCESS ->
                add(
                        "<text class=\"good\" x=\"%.1f\" y=\"%d\" font-weight=\"bold\">%s</text>%n",
                        x + 12, CLIENT_Y + 4, step.text().replaceFirst(":.*", ""));
            case TO_SERVER -> arrow(x, CLIENT_Y, SERVER_Y);
            case TO_CLIENT -> arrow(x, SERVER_Y, CLIENT_Y);
            case LOST_OF_CLIENT -> lost(x, CLIENT_Y);
            case LOST_OF_SERVER -> lost(x, SERVER_Y);
            case FAILURE, REQUEST, CUT, RESTORED -> {}
        }
    }

    private void attempt(Step attempt) {
        Duration end = endOf(attempt, Step.Kind.FAILURE, Step.Kind.SUCCESS);
        bar("try", attempt.at(), end);
        double x = x(attempt.at());
        add(
                "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
                x, CLIENT_Y - 16, attempt.text().replace("attempt ", ""));
    }

    /** A line that ends half-way. */
    private void lost(double x, int fromY) {
        int middle = (CLIENT_Y + SERVER_Y) / 2;
        int end = middle + 5 * Integer.signum(fromY - middle);
        add("<line class=\"lost\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>%n", x, fromY, end);
        add("<text class=\"bad\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">×</text>%n", x, middle + 6);
    }

    private Duration endOf(Step step, Step.Kind... kinds) {
        return steps.stream()
                .skip(steps.indexOf(step))
                .filter(later -> List.of(kinds).contains(later.kind()))
                .findFirst()
                .map(Step::at)
                .orElse(end());
    }

    private void bar(String style, Duration from, Duration to) {
        add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"10\"/>%n",
                style, x(from), CLIENT_Y - 12, Math.max(2, x(to) - x(from)));
    }

    private void arrow(double x, int fromY, int toY) {
        int way = Integer.signum(toY - fromY);
        add("<line class=\"sent\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>%n", x, fromY, toY);
        add("<path class=\"try\" d=\"M%.1f %d l-3 %d h6 z\"/>%n", x, toY, -7 * way);
    }

    private Duration end() {
        return steps.get(steps.size() - 1).at();
    }

    private double x(Duration at) {
        return LEFT + (WIDTH - LEFT - RIGHT) * seconds(at) / seconds(end());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
