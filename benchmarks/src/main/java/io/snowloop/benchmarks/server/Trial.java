package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.report.Figure;
import java.io.IOException;
import java.util.List;

/** One thing to be measured of servers that is not how they do under load. */
public interface Trial {
    /** Measures it of these. */
    List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException;
}
