// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a JVM has used CPU: the stacks of its threads, sampled by the flight recorder's {@code CPUTimeSample} (JEP 509). These
 * include the time in native methods, and so in the kernel.
 */
public record Profile(List<Stack> stacks) {
    /** The options of a JVM whose profile is taken: the default depth is not enough for all stacks. */
    public static final String JVM_OPTION = "-XX:FlightRecorderOptions:stackdepth=256";

    private static final String EVENT = "jdk.CPUTimeSample";

    /** Whose code a method is. */
    public enum Kind {
        /** This project's. */
        OURS,
        /** The JDK's or a library's. */
        OTHER,
        /** Native: as a rule a system call. */
        NATIVE
    }

    /**
     * A method on a stack.
     *
     * @param type the full name of its class
     */
    public record Frame(String type, String method, Kind kind) {
        /** Without the package. */
        public String shortName() {
            return type.substring(type.lastIndexOf('.') + 1) + "." + method;
        }

        /** With the package. */
        public String fullName() {
            return type + "." + method;
        }
    }

    /**
     * A sample.
     *
     * @param frames the outermost first
     * @param micros the CPU time since the sample of the thread before, in microseconds: more than was asked for, if the
     *     kernel's timers are coarse
     */
    public record Stack(List<Frame> frames, long micros) {}

    /** Takes the profile of a process, whose JVM must be a JDK 25 or later, while a load runs. */
    public static Profile during(Jvm jvm, long pid, Pace.Load load, int seconds)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("snowloop-bench", ".jfr");
        try {
            command(
                    jvm,
                    pid,
                    "JFR.start",
                    "name=flame",
                    "settings=none",
                    "+" + EVENT + "#enabled=true",
                    "+" + EVENT + "#throttle=1ms");
            load.run(seconds);
            command(jvm, pid, "JFR.stop", "name=flame", "filename=" + file);
            return read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void command(Jvm jvm, long pid, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(jvm.home().resolve("bin/jcmd").toString(), Long.toString(pid)));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("no profile: " + output.strip());
        }
    }

    /**
     * Reads a recording.
     *
     * @throws IOException if it has no stacks
     */
    static Profile read(Path file) throws IOException {
        List<Stack> stacks = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(EVENT) && event.getStackTrace() != null)
                .map(Profile::stack)
                .toList();
        if (stacks.isEmpty()) {
            throw new IOException("the recording has no " + EVENT + ": the JDK must be 25 or later");
        }
        return new Profile(stacks);
    }

    /** Without the frames that the JDK makes for lambdas. */
    private static Stack stack(RecordedEvent event) {
        List<RecordedFrame> outermostFirst =
                new ArrayList<>(event.getStackTrace().getFrames());
        Collections.reverse(outermostFirst);
        List<Frame> frames = outermostFirst.stream()
                .filter(RecordedFrame::isJavaFrame)
                .map(Profile::frame)
                .filter(frame -> !frame.type.contains("$$Lambda") && !frame.type.startsWith("java.lang.invoke."))
                .toList();
        return new Stack(frames, event.getDuration("samplingPeriod").toNanos() / 1_000);
    }

    private static Frame frame(RecordedFrame frame) {
        RecordedClass type = frame.getMethod().getType();
        Kind kind = frame.getType().equals("Native")
                ? Kind.NATIVE
                : type.getName().startsWith("io.snowloop.") ? Kind.OURS : Kind.OTHER;
        return new Frame(type.getName(), frame.getMethod().getName(), kind);
    }
}
