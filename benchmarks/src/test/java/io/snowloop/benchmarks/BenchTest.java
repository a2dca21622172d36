package io.snowloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What cannot be measured is said in a line, before anything begins. */
class BenchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            client --work foo     | there is no work 'foo', but fetch-64
            client --work fetch-x | there is no work 'fetch-x', but fetch-64
            micro --only Nothing  | there is no part of a name like [Nothing], but HeadParsing
            client --rounds 0     | --rounds has to be at least 1, and is 0
            server --seconds -1   | --seconds has to be at least 1, and is -1
            server --warm-up -1   | --warm-up has to be at least 0, and is -1
            server --baseline no  | there is no no/benchmarks/target/benchmarks.jar: build it
            """)
    void saysWhatIsWrong(String arguments, String message) {
        StringWriter err = new StringWriter();
        int exit = Bench.commandLine().setErr(new PrintWriter(err)).execute(arguments.split(" "));

        assertThat(err.toString()).startsWith("bench: " + message).hasLineCount(1);
        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
