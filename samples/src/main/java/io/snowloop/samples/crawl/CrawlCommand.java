// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command of the main job, which is also the default command. */
@Command(
        name = "crawl",
        description = {"Serve the docs as a web site and crawl it, on one loop and one thread: the main job.", ""})
public final class CrawlCommand implements Callable<Integer> {
    @Mixin
    private CrawlJob job = new CrawlJob();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CrawlCommand() {}

    @Override
    public Integer call() throws Exception {
        return job.run(spec.commandLine());
    }
}
