package io.snowloop.samples.crawl;

import java.util.List;
import java.util.Locale;

/** The report as text: a table of the pages, the broken links, and the times. */
final class ReportText {
    private static final int WIDEST_URL = 78;

    private final CrawlReport report;
    private final String site;

    /** @param site the common prefix of the URLs, which is not printed */
    ReportText(CrawlReport report, String site) {
        this.report = report;
        this.site = site;
    }

    String table() {
        int width = Math.min(
                WIDEST_URL,
                report.results().stream()
                        .mapToInt(result -> path(result.url()).length())
                        .max()
                        .orElse(4));
        String row = "%-" + Math.max(4, width) + "s  %6s  %9s  %9s%n";
        StringBuilder table = new StringBuilder(String.format(row, "page", "status", "bytes", "ms"));
        for (CrawlReport.Result result : report.results()) {
            table.append(String.format(
                    Locale.ROOT,
                    row,
                    path(result.url()),
                    result.status() == null ? "none" : result.status(),
                    String.format(Locale.ROOT, "%,d", result.bytes()),
                    millis(result.millis())));
        }
        return table.toString();
    }

    String brokenLinks(List<LinkCheck.Broken> broken) {
        StringBuilder text = new StringBuilder();
        for (LinkCheck.Broken link : broken) {
            String where =
                    link.page() == null ? "the command line" : path(link.page().toString());
            text.append(String.format("broken link on %s: %s (%s)%n", where, path(link.link()), link.reason()));
        }
        return text.toString();
    }

    String summary(String threadNames) {
        return String.format(
                "%s on %s, %d broken.%nTotal time: %s ms. The times of the single pages add up to %s ms.%n"
                        + "All of it ran on %s: %s.%n",
                count(report.links(), "link"),
                count(report.pages(), "page"),
                report.broken(),
                millis(report.totalMillis()),
                millis(report.sumMillis()),
                count(report.threads(), "thread"),
                threadNames);
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private String path(String url) {
        return url.startsWith(site + "/") ? url.substring(site.length()) : url;
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%,.1f", millis);
    }
}
