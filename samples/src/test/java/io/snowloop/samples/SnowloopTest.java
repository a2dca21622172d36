package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SnowloopTest {

    @Test
    void versionNamesTheProgram() {
        StringWriter out = new StringWriter();

        int exitCode = Snowloop.commandLine().setOut(new PrintWriter(out)).execute("--version");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).startsWith("snowloop ");
    }
}
