package io.snowloop.samples.outage;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;

/** A printed sequence diagram: the client at the left, the server at the right, the segments in the middle. */
final class Timeline implements Consumer<Step> {
    private static final int CLIENT_WIDTH = 30;
    private static final int LINK_WIDTH = 26;

    private final PrintStream out;

    Timeline(PrintStream out) {
        this.out = out;
        out.println(row("seconds", "client " + Outage.CLIENT, "", "server " + Outage.SERVER));
    }

    @Override
    public void accept(Step step) {
        String text = step.text();
        switch (step.kind()) {
            case ATTEMPT, FAILURE, PAUSE, SUCCESS -> print(step, text, "", "");
            case REQUEST -> print(step, "", "", text);
            case CUT, RESTORED -> print(step, "", rule(text), "");
            case TO_SERVER -> print(step, "", text + " " + shaft(text) + ">", "");
            case TO_CLIENT -> print(step, "", "<" + shaft(text) + " " + text, "");
        }
    }

    private static String rule(String text) {
        String half = "=".repeat((LINK_WIDTH - text.length() - 2) / 2);
        return half + " " + text + " " + half;
    }

    private static String shaft(String text) {
        return "-".repeat(LINK_WIDTH - text.length() - 3);
    }

    private void print(Step step, String left, String middle, String right) {
        long millis = step.at().toMillis();
        out.println(row(String.format(Locale.ROOT, "%d.%03d", millis / 1_000, millis % 1_000), left, middle, right));
    }

    private static String row(String time, String left, String middle, String right) {
        String format = "%8s  %-" + CLIENT_WIDTH + "s  %-" + LINK_WIDTH + "s  %s";
        return String.format(Locale.ROOT, format, time, left, middle, right).stripTrailing();
    }
}
