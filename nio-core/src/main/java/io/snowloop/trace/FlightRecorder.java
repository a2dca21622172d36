// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.util.stream.Stream;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The events of the JDK's Flight Recorder: slow callbacks, and late timers and tasks. */
final class FlightRecorder {
    private FlightRecorder() {}

    /** Loads and registers the classes of the events. */
    static void load() {
        Stream.of(new SlowCallback(), new Late()).forEach(Event::isEnabled);
    }

    /** Commits an event for a slow callback or a late timer or task; ignores other reports. */
    static void record(DebugReport report) {
        if (report instanceof DebugReport.SlowCallback slow) {
            SlowCallback event = new SlowCallback();
            if (event.isEnabled()) {
                event.loop = slow.loop();
                event.callback = slow.callback();
                event.lasted = slow.lasted().toNanos();
                event.sampledAt = slow.sample().isEmpty() ? "" : StackSample.place(slow.sample());
                event.commit();
            }
        } else if (report instanceof DebugReport.Late late) {
            Late event = new Late();
            if (event.isEnabled()) {
                event.loop = late.loop();
                event.what = late.report().what();
                event.late = late.report().late();
                event.report = late.report().toString();
                event.commit();
            }
        }
    }

    @Name("io.snowloop.SlowCallback")
    @Label("Slow callback")
    @Category("Snowloop")
    @StackTrace(false) // it would be the stack of this class
    static final class SlowCallback extends Event {
        @Label("Loop")
        String loop = "";

        @Label("Callback")
        String callback = "";

        @Label("Lasted")
        @Timespan(Timespan.NANOSECONDS)
        long lasted;

        @Label("Sampled at")
        String sampledAt = "";
    }

    @Name("io.snowloop.Late")
    @Label("Late timer or task")
    @Category("Snowloop")
    @StackTrace(false)
    static final class Late extends Event {
        @Label("Loop")
        String loop = "";

        @Label("What")
        String what = "";

        @Label("Late by")
        @Timespan(Timespan.NANOSECONDS)
        long late;

        @Label("Report")
        String report = "";
    }
}
