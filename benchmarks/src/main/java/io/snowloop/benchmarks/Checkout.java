// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Another commit of the project, with its benchmarks built, in a temporary folder that is deleted when it is closed. */
final class Checkout implements AutoCloseable {
    private final Path home;
    private final Path folder;

    private Checkout(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /**
     * Checks out a commit and builds it.
     *
     * @param home the repository
     * @param commit any name that git knows: a tag, a branch, a hash
     * @throws IOException if git has no such commit, or the build fails
     */
    static Checkout of(Path home, String commit) throws IOException {
        Path folder = Files.createTempDirectory("snowloop-" + commit.replaceAll("\\W", "-"));
        Checkout checkout = new Checkout(home, folder);
        try {
            run(home, "git", "worktree", "add", "--detach", folder.toString(), "--end-of-options", commit);
            run(folder, folder.resolve("snowloop").toString(), "bench", "--help");
            return checkout;
        } catch (IOException e) {
            checkout.close();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    /** Runs a command to its end. What it says is shown only if it fails. */
    private static void run(Path in, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            List<String> lines = said.strip().lines().toList();
            throw new IOException(
                    "'" + String.join(" ", command) + "' has failed: " + lines.get(Math.max(0, lines.size() - 1)));
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(folder.resolve(".git"))) {
            run(home, "git", "worktree", "remove", "--force", folder.toString());
        } else {
            Files.delete(folder);
        }
    }
}
