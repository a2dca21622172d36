// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Texts that are hard to compile. */
class JavacTest {
    /** Each level of it takes the compiler some times as long as the one before: this one takes a second or two, and 20 of them years. */
    private static final String HARD = "class A { static boolean b; static <T> T id(T t) { return t; } Object o = "
            + "id(b ? ".repeat(8) + "1" + " : \"\")".repeat(8) + "; }";

    private static Javac javac(int limit) throws IOException {
        return new Javac(ToolProvider.getSystemJavaCompiler(), limit);
    }

    @Test
    void aTextThatTakesTheCompilerTooLongIsAnError() throws IOException {
        try (Javac javac = javac(0)) {
            Javac.Compiled hard = javac.compile("A.java", HARD, Map.of());

            assertThat(hard.errors()).singleElement().satisfies(error -> {
                assertThat(error.code()).isEqualTo(Javac.ENDLESS);
                assertThat(error.message()).startsWith("the compiler does not come to an end: for 0 s it was busy");
            });
        }
    }

    @Test
    void ofALongLineTheBeginIsTold() throws IOException {
        try (Javac javac = javac(30)) {
            String text = "class A { " + "int i = x; ".repeat(300) + "}";

            assertThat(javac.compile("A.java", text, Map.of()).errors())
                    .isNotEmpty()
                    .allMatch(error -> error.shown().length() < 3_000);
        }
    }
}
