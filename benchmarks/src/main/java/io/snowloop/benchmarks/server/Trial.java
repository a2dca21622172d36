// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.report.Figure;
import java.io.IOException;
import java.util.List;

/** A measurement of servers other than that of a work. */
public interface Trial {
    /** Measures these entries. */
    List<Figure> run(Rig rig, List<ServerEntry> entries) throws IOException, InterruptedException;
}
