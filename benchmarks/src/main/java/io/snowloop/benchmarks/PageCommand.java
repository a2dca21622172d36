package io.snowloop.benchmarks;

import io.snowloop.benchmarks.report.Page;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command that makes the page again, of results that are there. */
@Command(name = "page", description = "Make docs/performance.md again, of the results in docs/performance.")
final class PageCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Page.write(Home.PATH.resolve("docs"));
        return 0;
    }
}
