package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server in C: compiled when its source is newer. */
public final class CServer {
    private CServer() {}

    /** Compiles it, if it isn't yet, and tells where it is. */
    public static Path compiled(Path home) throws IOException, InterruptedException {
        Path source = home.resolve("benchmarks/src/main/c/epoll_server.c");
        Path binary = home.resolve("benchmarks/target/epoll_server");
        if (Files.exists(binary)
                && Files.getLastModifiedTime(binary).compareTo(Files.getLastModifiedTime(source)) > 0) {
            return binary;
        }
        Process gcc = new ProcessBuilder("gcc", "-O2", "-o", binary.toString(), source.toString())
                .inheritIO()
                .start();
        if (gcc.waitFor() != 0) {
            throw new IOException("gcc can't compile " + source);
        }
        return binary;
    }
}
