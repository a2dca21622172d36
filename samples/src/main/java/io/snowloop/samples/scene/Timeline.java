// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A printed sequence diagram: the clients at the left, the server at the right, the segments in the middle.
 *
 * <p>The server is the host to which the first segment goes. If there is more than one client, their lines begin with
 * their names; if there is more than one connection, segments have its number.
 */
public final class Timeline {
    private static final int TIME_WIDTH = 8;
    private static final String GAP = "  ";

    private final Map<String, String> hosts;
    private final String server;
    private final boolean manyConnections;
    private final int leftWidth;
    private final int linkWidth;
    private final int width;

    private Timeline(Map<String, String> hosts, List<Moment> moments, int leftWidth, int linkWidth, int width) {
        this.hosts = hosts;
        this.server = server(hosts, moments);
        this.manyConnections = moments.stream().anyMatch(moment -> moment.connection() > 1);
        this.leftWidth = leftWidth;
        this.linkWidth = linkWidth;
        this.width = width;
    }

    /** The lines of an outcome, at most 80 characters each. */
    public static List<String> of(Outcome outcome) {
        return of(outcome, 24, 20, 80);
    }

    /** The same, of a long run only so many lines at the beginning and at the end. */
    public static List<String> of(Outcome outcome, int shown) {
        return ends(of(outcome), shown, ": --json has all moments");
    }

    /** An outcome as a list, for a narrow page: each moment begins with its time and its host. */
    public static List<String> list(Outcome outcome, int shown, int width) {
        List<String> all = new ArrayList<>();
        List<Moment> moments = outcome.moments();
        for (int i = 0; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            int times = repeated(moments, i);
            i += times - 1;
            boolean segment = moment.kind() == Moment.Kind.SEGMENT || moment.kind() == Moment.Kind.LOST;
            String host = segment ? moment.host() + " to " + moment.peer() : moment.host();
            all.addAll(wrap(
                    time(moment.at()) + " " + host + (host.isEmpty() ? "" : ": ") + moment.text()
                            + (moment.kind() == Moment.Kind.LOST ? " lost" : "")
                            + (times > 1 ? ", " + times + " times" : ""),
                    width));
        }
        return ends(all, shown, "");
    }

    /** Of these lines only so many at the beginning and at the end. {@code more} says where all of them are. */
    public static List<String> ends(List<String> all, int shown, String more) {
        if (all.size() <= 2 * shown + 1) {
            return all;
        }
        List<String> lines = new ArrayList<>(all.subList(0, shown));
        lines.add("     ...  " + (all.size() - 2 * shown) + " more lines" + more);
        lines.addAll(all.subList(all.size() - shown, all.size()));
        return lines;
    }

    /**
     * The lines of an outcome.
     *
     * @param leftWidth the width of the column of the clients
     * @param linkWidth that of the segments
     * @param width the longest line: longer texts are continued on the next line
     */
    public static List<String> of(Outcome outcome, int leftWidth, int linkWidth, int width) {
        Timeline timeline = new Timeline(outcome.hosts(), outcome.moments(), leftWidth, linkWidth, width);
        List<String> lines = new ArrayList<>();
        lines.add(timeline.header());
        List<Moment> moments = outcome.moments();
        for (int i = 0; i < moments.size(); i++) {
            int times = repeated(moments, i);
            lines.addAll(timeline.lines(moments.get(i), times));
            i += times - 1;
        }
        return lines;
    }

    /** How many moments in a row are the same as this one, itself included. */
    private static int repeated(List<Moment> moments, int index) {
        int next = index + 1;
        while (next < moments.size() && moments.get(next).looksLike(moments.get(index))) {
            next++;
        }
        return next - index;
    }

    private static String server(Map<String, String> hosts, List<Moment> moments) {
        String last = "";
        for (String host : hosts.keySet()) {
            last = host;
        }
        return moments.stream()
                .filter(moment -> moment.kind() == Moment.Kind.SEGMENT || moment.kind() == Moment.Kind.LOST)
                .map(Moment::peer)
                .findFirst()
                .orElse(last);
    }

    private String header() {
        List<String> clients = new ArrayList<>(hosts.keySet());
        clients.remove(server);
        String left = clients.size() == 1 ? clients.get(0) + " " + hosts.get(clients.get(0)) : "clients";
        return row("seconds", clients.isEmpty() ? "" : left, "", server + " " + hosts.getOrDefault(server, ""));
    }

    private List<String> lines(Moment moment, int times) {
        String text = moment.text() + (times > 1 ? ", " + times + " times" : "");
        boolean atServer = moment.host().equals(server);
        return switch (moment.kind()) {
            case NETWORK -> List.of(row(time(moment.at()), "", rule(text), ""));
            case SEGMENT -> List.of(segment(moment, text, atServer, "<", ">"));
            case LOST -> List.of(segment(moment, text, atServer, "lost x", "x lost"));
            case CALL, SAID -> wrapped(moment, text, atServer);
        };
    }

    private String segment(Moment moment, String what, boolean fromServer, String left, String right) {
        String text = what + (manyConnections ? " #" + moment.connection() : "");
        String shaft = "-".repeat(Math.max(1, linkWidth - text.length() - right.length() - 2));
        String arrow = fromServer ? left + shaft + " " + text : text + " " + shaft + right;
        return row(time(moment.at()), "", arrow, "");
    }

    private String rule(String text) {
        String half = "=".repeat(Math.max(1, (linkWidth - text.length() - 2) / 2));
        return half + " " + text + " " + half;
    }

    /** A text may run over the columns to its right, which are empty in this row, up to the width of the page. */
    private List<String> wrapped(Moment moment, String text, boolean atServer) {
        String name = !atServer && hosts.size() > 2 ? moment.host() + " " : "";
        int from = TIME_WIDTH + GAP.length() + (atServer ? leftWidth + linkWidth + 2 * GAP.length() : 0);
        List<String> rows = new ArrayList<>();
        for (String part : wrap(name + text, width - from)) {
            String time = rows.isEmpty() ? time(moment.at()) : "";
            rows.add(atServer ? row(time, "", "", part) : row(time, part, "", ""));
        }
        return rows;
    }

    /** A text in lines of at most so many characters, or of one word; all but the first begin with two spaces. */
    public static List<String> wrapWords(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.toString().isBlank() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(' ');
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** A text in lines of at most so many characters; all but the first begin with two spaces. */
    public static List<String> wrap(String text, int width) {
        List<String> parts = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 2 ? space : width;
            parts.add(rest.substring(0, end));
            rest = "  " + rest.substring(end).stripLeading();
        }
        parts.add(rest);
        return parts;
    }

    private static String time(Duration at) {
        long millis = at.toMillis();
        return String.format(Locale.ROOT, "%d.%03d", millis / 1_000, millis % 1_000);
    }

    private String row(String time, String left, String middle, String right) {
        String format =
                "%" + TIME_WIDTH + "s" + GAP + "%-" + leftWidth + "s" + GAP + "%-" + linkWidth + "s" + GAP + "%s";
        return String.format(Locale.ROOT, format, time, left, middle, right).stripTrailing();
    }
}
