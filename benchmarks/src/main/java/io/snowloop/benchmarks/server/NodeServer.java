// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The package ws on Node.js, which npm installs in {@code benchmarks/target}, with the native part that its README recommends. */
final class NodeServer {
    /** The name of the entry. */
    static final String NAME = "ws";

    private static final List<String> PACKAGES = List.of("ws@8.23.0", "bufferutil@4.1.0");

    private NodeServer() {}

    /**
     * The command that runs it.
     *
     * @param target the folder {@code benchmarks/target}
     */
    static List<String> command(Path target, int port) throws IOException, InterruptedException {
        Path modules = target.resolve("node_modules");
        if (!Files.isDirectory(modules.resolve(NAME))) {
            install(target);
        }
        Path script = target.resolveSibling("src/main/node/ws_server.js");
        return List.of("env", "NODE_PATH=" + modules, "node", script.toString(), Integer.toString(port));
    }

    private static void install(Path target) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--silent", "--no-save", "--prefix", target.toString()));
        command.addAll(PACKAGES);
        Process npm = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
            throw new IOException("npm cannot install " + PACKAGES + ": " + output);
        }
    }
}
