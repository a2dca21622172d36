// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.trace.Cause.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
    private static final StackTraceElement FRAME = new StackTraceElement("org.example.Report", "render", "R.java", 31);

    @TempDir
    Path directory;

    @Test
    void slowCallbacksAndLateTimersAreEventsAndOtherReportsAreNot() throws IOException {
        Path file = directory.resolve("recording.jfr");
        LateReport late = new LateReport(
                "timer retry", 137_000_000, List.of(new Cause(Kind.CALL, "handler GET /", 137_000_000, 1, List.of())));
        try (jdk.jfr.Recording recording = new jdk.jfr.Recording()) {
            recording.enable("io.snowloop.SlowCallback");
            recording.enable("io.snowloop.Late");
            recording.start();
            Duration lasted = Duration.ofMillis(120);
            JdkModules.flightRecorder()
                    .accept(new DebugReport.SlowCallback("loop-1", "task a", lasted, List.of(FRAME)));
            FlightRecorder.record(new DebugReport.SlowCallback("loop-1", "task b", lasted, List.of()));
            FlightRecorder.record(new DebugReport.Late("loop-1", late));
            FlightRecorder.record(new DebugReport.Unclosed("loop-1", "a channel"));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        assertThat(events).hasSize(3);
        assertThat(events.get(0).getEventType().getName()).isEqualTo("io.snowloop.SlowCallback");
        assertThat(events.get(0).getString("loop")).isEqualTo("loop-1");
        assertThat(events.get(0).getString("callback")).isEqualTo("task a");
        assertThat(events.get(0).getDuration("lasted")).isEqualTo(Duration.ofMillis(120));
        assertThat(events.get(0).getString("sampledAt")).isEqualTo("Report.render(R.java:31)");
        assertThat(events.get(1).getString("sampledAt")).isEmpty();
        assertThat(events.get(2).getEventType().getName()).isEqualTo("io.snowloop.Late");
        assertThat(events.get(2).getString("what")).isEqualTo("timer retry");
        assertThat(events.get(2).getDuration("late")).isEqualTo(Duration.ofMillis(137));
        assertThat(events.get(2).getString("report")).isEqualTo(late.toString());
    }

    @Test
    void withoutARecordingNothingHappens() {
        FlightRecorder.record(new DebugReport.SlowCallback("loop-1", "task a", Duration.ofMillis(120), List.of()));
        FlightRecorder.record(new DebugReport.Late("loop-1", new LateReport("timer retry", 0, List.of())));
    }
}
