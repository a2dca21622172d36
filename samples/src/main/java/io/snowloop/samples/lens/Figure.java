// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.trace.LoopState;
import io.snowloop.trace.LoopState.PendingFuture;
import io.snowloop.trace.LoopState.Phase;
import io.snowloop.trace.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A moment of a loop as a picture (SVG): what the lens shows, for a page without a script. */
final class Figure {
    private static final int WIDTH = 760;
    private static final int LINE = 18;
    private static final int TOP = 96;

    /** How many characters fit in a column. */
    private static final int FITS = 26;

    private static final List<String> PHASES = List.of("wait time", "select", "channels", "timers", "tasks");

    @SuppressWarnings("InlineFormatString") // too long for that
    private static final String BEGIN = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
            font-family="sans-serif" font-size="12">
            <title>%3$s</title>
            <style>
            svg { background: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e } .mono { font-family: monospace }
            .box { fill: none; stroke: #c3ccd5 } .now { fill: #fff0b3; stroke: #0b62a8; stroke-width: 2 }
            .chip { fill: #7a4fa3 } .on { fill: #ffffff } .late { fill: #b3261e; font-weight: bold } .acts { stroke: #0b62a8; stroke-width: 2 }
            @media (prefers-color-scheme: dark) {
            svg { background: #14181d } text { fill: #e6e9ec } .quiet { fill: #a6b0ba } .box { stroke: #46505a }
            .now { fill: #4a3c00; stroke: #7cbcf0 } .chip { fill: #c8a2e6 } .on { fill: #10151a } .late { fill: #ff9d94 }
            .acts { stroke: #7cbcf0 } }
            </style>
            """;

    private final LoopState state = new LoopState();
    private final StringBuilder body = new StringBuilder();
    private int lowest;

    private Figure(Recording recording, Predicate<LoopState> moment) {
        recording.records().subList(0, position(recording, moment)).forEach(state::apply);
    }

    /** How many records there are up to the first moment for which the condition holds. */
    static int position(Recording recording, Predicate<LoopState> moment) {
        LoopState state = new LoopState();
        int position = 0;
        do {
            state.apply(recording.records().get(position++));
        } while (!moment.test(state));
        return position;
    }

    /**
     * The picture of the first moment for which the condition holds.
     * @param title says what it shows, for those who do not see it
     */
    static String of(Recording recording, String title, Predicate<LoopState> moment) {
        return new Figure(recording, moment).svg(title);
    }

    private String svg(String title) {
        phases();
        column(16, "Runs now", state.open().isEmpty() ? List.of("no callback") : state.open());
        tasks(190);
        column(370, "Timers", state.timers().stream().map(this::timer).toList());
        futures(572);
        String begin = String.format(Locale.ROOT, BEGIN, WIDTH, lowest + 14, HtmlText.escaped(title));
        return begin + body + "</svg>\n";
    }

    private void phases() {
        text(16, 20, "", "turn " + state.turn() + ", " + time(state.time()));
        for (int i = 0; i < PHASES.size(); i++) {
            boolean now = PHASES.get(i).equals(name(state.phase()));
            int x = 16 + 146 * i;
            add(
                    "<rect class=\"%s\" x=\"%d\" y=\"32\" width=\"132\" height=\"28\" rx=\"5\"/>%n",
                    now ? "now" : "box", x);
            add("<text x=\"%d\" y=\"51\" text-anchor=\"middle\">%s</text>%n", x + 66, PHASES.get(i));
            if (i > 0) {
                text(x - 11, 51, "quiet", "\u203a");
            }
        }
    }

    private static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void column(int x, String title, List<String> lines) {
        text(x, TOP, "quiet", title);
        List<String> all = lines.isEmpty() ? List.of("none") : lines;
        for (int i = 0; i < all.size(); i++) {
            text(x, TOP + LINE * (i + 1), all.get(i).contains("overdue") ? "mono late" : "mono", all.get(i));
        }
    }

    private void tasks(int x) {
        List<String> tasks = state.tasks();
        int y = box(x, TOP, "Tasks of this turn", tasks.subList(0, state.due()));
        box(x, y + LINE + 6, "Tasks of the next turn", tasks.subList(state.due(), tasks.size()));
    }

    private int box(int x, int top, String title, List<String> tasks) {
        text(x, top, "quiet", title);
        int y = top;
        for (String task : tasks) {
            y += LINE + 4;
            add(
                    "<rect class=\"chip\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"18\" rx=\"4\"/>%n",
                    x, y - 13, 12 + 7 * cut(task).length());
            text(x + 6, y, "mono on", task);
        }
        if (tasks.isEmpty()) {
            y += LINE;
            text(x, y, "mono", "none");
        }
        return y;
    }

    private String timer(LoopState.Timer timer) {
        long left = timer.due() - state.time();
        return timer.name() + (left < 0 ? " " + time(-left) + " overdue" : " in " + time(left));
    }

    private void futures(int x) {
        text(x, TOP, "quiet", "Futures");
        List<PendingFuture> all = state.futures();
        var waitedFor = all.stream().flatMap(future -> future.on().stream()).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        all.stream().filter(future -> !waitedFor.contains(future.id())).forEach(end -> chain(end, "", lines));
        if (lines.isEmpty()) {
            text(x, TOP + LINE, "mono", "none");
        }
        for (int i = 0; i < lines.size(); i++) {
            int y = TOP + LINE * (i + 1);
            String line = lines.get(i).replace("!", "");
            text(x, y, "mono", line);
            if (lines.get(i).endsWith("!")) { // code must complete it
                int indent = 7 * (line.length() - line.stripLeading().length());
                add(
                        "<line class=\"acts\" x1=\"%d\" x2=\"%d\" y1=\"%3$d\" y2=\"%3$d\"/>%n",
                        x + indent, x + 7 * cut(line).length(), y + 4);
            }
        }
    }

    private void chain(PendingFuture future, String indent, List<String> lines) {
        String name = future.name().isEmpty() ? "a promise" : future.name();
        lines.add(indent + name + " #" + future.id() + (future.on().isEmpty() ? "!" : ""));
        for (PendingFuture other : state.futures()) {
            if (future.on().contains(other.id())) {
                chain(other, indent + "  ", lines);
            }
        }
    }

    // ------------------------------------------------------------------------------------------------------- drawing

    private void text(int x, int y, String style, String text) {
        lowest = Math.max(lowest, y);
        add(
                "<text class=\"%s\" x=\"%d\" y=\"%d\" xml:space=\"preserve\">%s</text>%n",
                style, x, y, HtmlText.escaped(cut(text)));
    }

    private static String cut(String text) {
        return text.length() <= FITS ? text : text.substring(0, FITS - 1) + "\u2026";
    }

    private static String time(long nanos) {
        return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }

    private void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
