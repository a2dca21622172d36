// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.samples.measure.Host;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/**
 * The machine and the software of a measurement.
 *
 * @param date the date, in UTC
 * @param cpu the model of the CPUs
 * @param cpus the number of CPUs
 * @param kernel the release of the kernel
 * @param jdk the version of the measured JVMs
 * @param flags the flags of the measured JVMs
 * @param libraries the jars of the peers, with their versions
 */
public record Environment(
        String date, String cpu, int cpus, String kernel, String jdk, List<String> flags, List<String> libraries) {
    /** Whether results of both can be compared: everything but the date is equal. */
    public boolean isLike(Environment other) {
        return equals(
                new Environment(date, other.cpu, other.cpus, other.kernel, other.jdk, other.flags, other.libraries));
    }

    /** The environment of this process. */
    public static Environment of(Jvm jvm) throws IOException {
        return new Environment(
                LocalDate.now(ZoneOffset.UTC).toString(),
                Host.cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                jvm.version(),
                jvm.flags(),
                jarNames(jvm.classPath()));
    }

    /** The names of the jars on a class path, sorted. */
    static List<String> jarNames(String classPath) {
        return Arrays.stream(classPath.split(":"))
                .filter(part -> part.endsWith(".jar"))
                .map(part -> part.substring(part.lastIndexOf('/') + 1))
                .sorted()
                .toList();
    }
}
