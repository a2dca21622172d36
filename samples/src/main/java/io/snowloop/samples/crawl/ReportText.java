// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.http.syntax.Printable;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report as text, at most 80 columns wide: the summary, the times, the slowest pages, and the broken links. */
final class ReportText {
    private static final int COLUMNS = 80;

    /** The number of pages that are listed without {@code --all}. */
    private static final int SLOWEST = 10;

    /** The columns of the figures, right of the URL, are 30 wide. */
    private static final int WIDEST_URL = COLUMNS - 30;

    private final CrawlReport report;
    private final Settings settings;

    /** The common prefix of the URLs, which is not printed. */
    private final String site;

    /**
     * The settings of the crawl.
     *
     * @param concurrency the number of concurrent fetches
     * @param latency the time after which the store of our own site answers; null for the site of another server
     * @param all whether to list all pages
     */
    record Settings(URI start, int concurrency, @Nullable Duration latency, boolean all) {}

    ReportText(CrawlReport report, Settings settings) {
        this.report = report;
        this.settings = settings;
        this.site = settings.start.getScheme() + "://" + settings.start.getAuthority();
    }

    /** @param where a sentence on where it ran */
    String summary(String where) {
        return String.format(
                "%s on %s, %d broken.%n%s%n",
                count(report.links(), "link"), count(report.pages(), "page"), report.broken(), where);
    }

    /** Where it ran, if that is only here. */
    String threads(String names) {
        return "All of it ran on " + count(report.threads(), "thread") + ": " + names + ".";
    }

    /** The time of the concurrent crawl, and that of the other one if there is one. */
    String times(Crawls crawls) {
        String name = settings.concurrency + " at a time";
        String row = "%-" + name.length() + "s  %10s ms";
        String concurrent = String.format(row, name, millis(report.totalMillis()));
        Crawls.Crawl oneByOne = crawls.oneByOne();
        if (oneByOne == null) {
            return String.format("%s%n", concurrent);
        }
        double alone = oneByOne.nanos() / 1e6;
        String factor = String.format(Locale.ROOT, "%.1f", alone / report.totalMillis());
        return String.format("%s%n" + row + ", %s times as long%n", concurrent, "one by one", millis(alone), factor)
                + String.format(
                        "%nBoth are measured, after a first crawl that loads classes (%s ms).%n",
                        millis(crawls.first().nanos() / 1e6))
                + store(settings.latency);
    }

    private static String store(@Nullable Duration latency) {
        if (latency == null) {
            return "";
        }
        return latency.isZero()
                ? String.format("Pages are answered at once (--latency 0): the thread never waits for a page.%n")
                : String.format(
                        "Pages come from a store that answers after %d ms (--latency). The loop waits for%n"
                                + "many answers at a time. One by one, it waits for each of them.%n",
                        latency.toMillis());
    }

    /** The ten slowest pages, or all of them in the order of their arrival. */
    String pages(boolean oneByOne) {
        List<CrawlReport.Result> rows = settings.all ? report.results() : slowest();
        int widest = rows.stream()
                .mapToInt(result -> path(result.url()).length())
                .max()
                .orElse(0);
        String row = "%-" + Math.max(4, Math.min(WIDEST_URL, widest)) + "s  %6s  %9s  %9s%n";
        StringBuilder table = new StringBuilder(title(rows.size(), oneByOne));
        table.append(String.format(row, "page", "status", "bytes", "ms"));
        for (CrawlReport.Result result : rows) {
            table.append(String.format(
                    row,
                    shortened(path(result.url())),
                    result.status() == null ? "none" : result.status(),
                    String.format(Locale.ROOT, "%,d", result.bytes()),
                    millis(result.millis())));
        }
        return table.toString();
    }

    private String title(int rows, boolean oneByOne) {
        String pages = rows == report.pages()
                ? "All pages"
                : "The " + rows + " slowest of " + report.pages() + " pages (--all lists all)";
        return String.format("%s, %s:%n", pages, oneByOne ? "fetched one by one" : "beside other fetches");
    }

    private List<CrawlReport.Result> slowest() {
        return report.results().stream()
                .sorted(Comparator.comparingDouble(CrawlReport.Result::millis).reversed())
                .limit(SLOWEST)
                .toList();
    }

    String brokenLinks(List<LinkCheck.Broken> broken) {
        StringBuilder text = new StringBuilder();
        for (LinkCheck.Broken link : broken) {
            URI on = link.page();
            String page = "broken link on " + (on == null ? "the command line" : path(on.toString())) + ":";
            String target = path(link.link()) + " (" + Printable.of(link.reason()) + ")";
            boolean fits = page.length() + 1 + target.length() <= COLUMNS;
            text.append(String.format(fits ? "%s %s%n" : "%s%n    %s%n", page, target));
        }
        return text.toString();
    }

    /** The end of a path tells more than its beginning. */
    private static String shortened(String path) {
        return path.length() <= WIDEST_URL ? path : "..." + path.substring(path.length() - WIDEST_URL + 3);
    }

    static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private String path(String url) {
        return Printable.of(url.startsWith(site + "/") ? url.substring(site.length()) : url);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%,.1f", millis);
    }
}
