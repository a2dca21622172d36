// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    @TempDir
    private Path repository;

    private void git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        assertThat(new ProcessBuilder(command)
                        .directory(repository.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }

    /** A repository whose build is this script. */
    private void commit(String script) throws Exception {
        git("init", "--quiet");
        Path file = Files.writeString(repository.resolve("snowloop"), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        git("add", "snowloop");
        git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "--quiet", "--message", "x");
    }

    @Test
    void aCommitIsBuiltInAFolderThatIsGoneAfterwards() throws Exception {
        commit("echo \"$@\" >built");
        Path folder;
        try (Checkout checkout = Checkout.of(repository, "HEAD")) {
            folder = checkout.folder();
            assertThat(folder.resolve("built")).hasContent("bench --help");
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void aBuildThatFailsIsToldByItsLastLine() throws Exception {
        commit("echo no compiler; exit 3");

        assertThatThrownBy(() -> Checkout.of(repository, "HEAD"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("has failed: no compiler");
    }

    @Test
    void aCommitThatIsNotThereIsToldByGit() throws Exception {
        commit("");

        assertThatThrownBy(() -> Checkout.of(repository, "nowhere"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> Checkout.of(repository, "--force")).isInstanceOf(IOException.class);
    }
}
