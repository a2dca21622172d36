// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A command")
class CommandTest {
    @Test
    void hasAProgram() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.of(List.of()))
                .withMessage("a command needs a program: its first word");
        assertThat(Command.of("git", "log")).hasToString("Command[git, log]");
    }

    @Test
    void passesNoNulOn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.of("git", "a\0b"))
                .withMessage("a NUL in \"a?b\" (shown as ?) cannot be passed on");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.of("git").with("A", "a\0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "="})
    void hasVariablesWithNames(String variable) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Command.of("git").with(variable, "value"))
                .withMessage("a variable of the environment has a name, without =: not \"" + variable + "\"");
        assertThatIllegalArgumentException().isThrownBy(() -> Command.of("git").without(variable));
    }

    @Test
    void hasBoundsForItsLimits() {
        Command git = Command.of("git");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> git.limit(-1))
                .withMessage("limit must be at least 0, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> git.grace(Duration.ofNanos(-1)))
                .withMessage("grace must not be negative, but is PT-0.000000001S");
    }
}
