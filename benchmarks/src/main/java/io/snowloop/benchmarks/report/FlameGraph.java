// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Profile;
import io.snowloop.http.syntax.HtmlText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A flame graph as SVG, with the outermost method at the top. The width of a method is its part of the CPU time, with all
 * that it calls; a tooltip has its full name and the part as a number. It needs no script. On a narrow page, where an image
 * is scaled down, its letters are larger: the query is about the width of the image.
 */
public final class FlameGraph {
    private static final int WIDTH = 1200;
    private static final int TOP = 70;
    private static final int ROW = 34;

    /** The largest number of rows. */
    private static final int DEPTH = 36;

    /** A method with less than this part of all is not drawn: it would be narrower than its border. */
    private static final double SMALLEST = 0.002;

    private static final String TURN = "io.snowloop.loop.EventLoop.turn";

    private static final String STYLE = """
            <style>
            .back { fill: #ffffff } text { fill: #1f2933; font-size: 17px } .head { font-weight: bold; font-size: 20px }
            .ours { fill: #9cc8f2 } .other { fill: #d3d9e0 } .native { fill: #f6c77d } rect { stroke: #ffffff; stroke-width: 1px }
            @media (max-width: 700px) { text, .head { font-size: 29px } }
            @media (prefers-color-scheme: dark) {
            .back { fill: #14191f } text { fill: #f2f5f7 } rect { stroke: #14191f }
            .ours { fill: #1d5d9b } .other { fill: #404b57 } .native { fill: #8a5a14 }
            }
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();
    private final double scale;
    private int rows;

    private FlameGraph(long micros) {
        this.scale = (double) WIDTH / micros;
    }

    /** A method below its callers, and the time in which it was on a stack. */
    private static final class Node {
        final Profile.Frame frame;
        final Map<String, Node> calls = new LinkedHashMap<>();
        long micros;

        Node(Profile.Frame frame) {
            this.frame = frame;
        }

        void add(List<Profile.Frame> stack, int from, long time) {
            micros += time;
            if (from < stack.size()) {
                Profile.Frame next = stack.get(from);
                calls.computeIfAbsent(next.fullName(), name -> new Node(next)).add(stack, from + 1, time);
            }
        }
    }

    /** The graph of a profile, as a file of its own. */
    public static String svg(String title, Profile profile) {
        Node root = new Node(new Profile.Frame("all", "", Profile.Kind.OTHER));
        profile.stacks().forEach(stack -> root.add(stack.frames(), belowTurn(stack.frames()), stack.micros()));
        FlameGraph graph = new FlameGraph(root.micros);
        graph.drawCalls(root, 0, 0);
        return graph.whole(title, root.micros);
    }

    /** Where to begin: below the turn of a loop, because what calls it tells nothing; without a loop, at the outermost. */
    private static int belowTurn(List<Profile.Frame> stack) {
        for (int i = 0; i < stack.size(); i++) {
            if (stack.get(i).fullName().equals(TURN)) {
                return i + 1;
            }
        }
        return 0;
    }

    private void drawCalls(Node caller, int depth, double x) {
        List<Node> calls = caller.calls.values().stream()
                .sorted((a, b) -> Long.compare(b.micros, a.micros))
                .toList();
        double at = x;
        for (Node call : calls) {
            double width = call.micros * scale;
            if (width >= SMALLEST * WIDTH && depth < DEPTH) {
                draw(call, depth, at, width);
                drawCalls(call, depth + 1, at);
            }
            at += width;
        }
    }

    /** A part of the picture of its own, which cuts the name off where the method ends. */
    private void draw(Node node, int depth, double x, double width) {
        rows = Math.max(rows, depth + 1);
        String name =
                width < ROW ? "" : "<text x=\"4\" y=\"25\">" + HtmlText.escaped(node.frame.shortName()) + "</text>";
        svg.append(String.format(
                Locale.ROOT,
                "<svg x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s: %.1f %%</title>"
                        + "<rect width=\"100%%\" height=\"100%%\" class=\"%s\"/>%s</svg>%n",
                x,
                TOP + depth * ROW,
                width,
                ROW,
                HtmlText.escaped(node.frame.fullName()),
                100 * width / WIDTH,
                node.frame.kind().name().toLowerCase(Locale.ROOT),
                name));
    }

    private String whole(String title, long micros) {
        int height = TOP + rows * ROW;
        return String.format(Locale.ROOT, """
                        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif">
                        <title>%s</title>
                        """, WIDTH, height, WIDTH, height, HtmlText.escaped(title))
                + STYLE
                + String.format(Locale.ROOT, """
                        <rect class="back" width="100%%" height="100%%"/>
                        <text class="head" x="4" y="28">%s</text>
                        <text x="4" y="58">%,d ms of CPU: Snowloop blue, JDK grey, system calls orange</text>
                        """, HtmlText.escaped(title), micros / 1_000)
                + svg
                + "</svg>\n";
    }
}
