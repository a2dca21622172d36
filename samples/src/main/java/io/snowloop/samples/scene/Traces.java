// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopObserver;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.Recording;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The traces of the loops of a run, if the run is to have them. */
final class Traces {
    /** The last events of each loop that are kept. */
    private static final int CAPACITY = 8_192;

    private final boolean wanted;
    private final long start;
    private final Map<String, LoopTrace> traces = new LinkedHashMap<>();

    /** Traces of a run that begins at this time of the simulation's ticker. */
    Traces(boolean wanted, long start) {
        this.wanted = wanted;
        this.start = start;
    }

    /** What observes a loop of a host: another observer, and the trace behind it. */
    LoopObserver.Factory and(LoopObserver.Factory observer, String host) {
        return wanted ? observer.and(loop -> trace(loop, host)) : observer;
    }

    private LoopObserver trace(EventLoop loop, String host) {
        LoopTrace trace = (LoopTrace)
                Objects.requireNonNull(LoopTrace.withFutures(CAPACITY).observe(loop));
        String name = host;
        for (int number = 2; traces.containsKey(name); number++) {
            name = host + " " + number;
        }
        traces.put(name, trace);
        return trace;
    }

    /** What they have recorded so far. A loop has the name of its host, and its origin is nanoseconds since the start. */
    Map<String, Recording> recordings() {
        Map<String, Recording> recordings = new LinkedHashMap<>();
        traces.forEach((name, trace) -> {
            Recording recording = trace.recording();
            recordings.put(name, new Recording(name, recording.origin() - start, recording.records()));
        });
        return recordings;
    }
}
