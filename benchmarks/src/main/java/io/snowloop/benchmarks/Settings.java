// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Pace;
import io.snowloop.benchmarks.server.Rig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all measurements. */
final class Settings {
    @Option(names = "--quick", description = "Fewer entries, and fewer and shorter rounds: for a first impression.")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Only these entries.")
    private List<String> only = List.of();

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "The JDK of the entries, 24 or later, 17 with --defaults (default: the one that runs this).")
    private Path jdk = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description =
                    "Measure another checkout of Snowloop, already built, in the same rounds: what a change costs.")
    private @Nullable Path baseline;

    @Option(
            names = "--defaults",
            description = {
                "With the JVM's defaults for a machine with two CPUs, such as G1. They have a file and tables of their own,",
                "one for each release of the JDK."
            })
    private boolean defaults;

    Settings() {}

    boolean quick() {
        return quick;
    }

    List<String> only() {
        return only;
    }

    Jvm jvm() {
        return defaults ? Jvm.withDefaults(jdk) : new Jvm(jdk);
    }

    boolean defaults() {
        return defaults;
    }

    /** The kind of the results: those with the JVM's defaults are of another kind, such as {@code server-defaults-17}. */
    String kind(String name) {
        return defaults ? name + "-defaults-" + jvm().feature() : name;
    }

    Rig rig() {
        return new Rig(
                Home.PATH,
                jvm(),
                baseline == null ? null : jvm().ofCheckout(baseline),
                pace.pace(quick ? Pace.QUICK : Pace.FULL));
    }

    /** The named ones; without a name, all, or the quick ones with {@code --quick}. A baseline comes second. */
    <T> List<T> chosen(List<T> all, Function<String, T> named, Predicate<T> isQuick, T before) {
        List<T> chosen = new ArrayList<>(
                only.isEmpty()
                        ? all.stream()
                                .filter(entry -> !quick || isQuick.test(entry))
                                .toList()
                        : only.stream().map(named).toList());
        if (baseline != null) {
            chosen.add(1, before);
        }
        return chosen;
    }
}
