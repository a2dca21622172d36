// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmTest {
    @TempDir
    private Path jdk;

    private void install(String version) throws IOException {
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(java, "");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(jdk.resolve("release"), "JAVA_RUNTIME_VERSION=\"" + version + "\"\n");
    }

    @Test
    void withDefaultsItChoosesItsCollectorAndHeapAsWithTwoCpus() throws IOException {
        install("17.0.15+6");
        Jvm jvm = Jvm.withDefaults(jdk);
        assertThat(jvm.feature()).isEqualTo(17);
        assertThat(jvm.flags())
                .contains("-XX:ActiveProcessorCount=2")
                .noneMatch(flag -> flag.contains("GC") || flag.startsWith("-Xm") || flag.contains("unsafe"));
    }

    @Test
    void theFlagsThatOnlyNewerReleasesHaveAreLeftToThem() throws IOException {
        install("25.0.3+9-LTS");
        assertThat(Jvm.withDefaults(jdk).flags()).contains("--sun-misc-unsafe-memory-access=allow");
        assertThat(new Jvm(jdk).flags()).contains("-XX:+UseSerialGC", "-Xmx1g");
    }

    @Test
    void anOlderOneIsRefusedWithoutDefaults() throws IOException {
        install("17.0.15+6");
        assertThatThrownBy(() -> new Jvm(jdk)).hasMessageContaining("JDK 17").hasMessageContaining("--defaults");
    }

    @Test
    void aFolderWithoutJavaIsNone() {
        assertThatThrownBy(() -> Jvm.withDefaults(jdk)).hasMessageContaining("no bin/java");
    }
}
