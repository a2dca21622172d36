package io.snowloop.samples.outage;

import io.snowloop.sim.Segment;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** A printed sequence diagram: the client at the left, the server at the right, the segments in the middle. */
final class Timeline {
    private static final int CLIENT_WIDTH = 30;
    private static final int LINK_WIDTH = 26;

    private final Supplier<Duration> clock;
    private final PrintStream out;
    private String client = "";

    Timeline(Supplier<Duration> clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
    }

    void begin(String client, String server) {
        this.client = client;
        out.println(row("seconds", "client " + client, "", "server " + server));
    }

    void client(String what) {
        print(what, "", "");
    }

    void server(String what) {
        print("", "", what);
    }

    void link(String what) {
        String rule = "=".repeat((LINK_WIDTH - what.length() - 2) / 2);
        print("", rule + " " + what + " " + rule, "");
    }

    /** An arrow to the host at which the segment has arrived. */
    void segment(Segment segment) {
        String what = segment.kind() + (segment.length() == 0 ? "" : " " + segment.length());
        String shaft = "-".repeat(LINK_WIDTH - what.length() - 3);
        boolean fromClient = segment.from().getAddress().getHostAddress().equals(client);
        print("", fromClient ? what + " " + shaft + ">" : "<" + shaft + " " + what, "");
    }

    void end(String what) {
        out.println();
        out.println(what);
    }

    private void print(String left, String middle, String right) {
        long millis = clock.get().toMillis();
        out.println(row(String.format(Locale.ROOT, "%d.%03d", millis / 1_000, millis % 1_000), left, middle, right));
    }

    private static String row(String time, String left, String middle, String right) {
        String format = "%8s  %-" + CLIENT_WIDTH + "s  %-" + LINK_WIDTH + "s  %s";
        return String.format(Locale.ROOT, format, time, left, middle, right).stripTrailing();
    }
}
