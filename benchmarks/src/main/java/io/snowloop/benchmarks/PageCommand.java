// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.report.Page;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command that generates the page from existing results. */
@Command(name = "page", description = "Generate docs/performance.md from the results in docs/performance.")
final class PageCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        Page.write(Home.PATH.resolve("docs"));
        return 0;
    }
}
