// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    private static final Jvm JVM = new Jvm(Path.of(System.getProperty("java.home")));

    @TempDir
    private Path folder;

    @Test
    void hasTheStacksOfWhatUsesTheCpu() throws Exception {
        assumeTrue(Runtime.version().feature() >= 25, "CPUTimeSample is of JDK 25");

        Profile profile = Profile.during(JVM, ProcessHandle.current().pid(), ProfileTest::use, 300_000_000);

        assertThat(profile.stacks())
                .anySatisfy(stack -> assertThat(stack.frames())
                        .contains(new Profile.Frame(ProfileTest.class.getName(), "use", Profile.Kind.OURS)));
        assertThat(profile.stacks()).allMatch(stack -> stack.micros() > 0);
    }

    private static void use(int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum ^= ThreadLocalRandom.current().nextInt();
        }
        assertThat(sum).isNotEqualTo(1L << 40); // it uses the sum: else the loop would be compiled away
    }

    @Test
    void aRecordingWithoutStacksIsNoProfile() throws IOException {
        Path file = folder.resolve("empty.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            recording.stop();
            recording.dump(file);
        }
        assertThatThrownBy(() -> Profile.read(file)).hasMessageContaining("the JDK must be 25 or later");
    }
}
