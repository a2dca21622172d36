// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Sha256;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A file of random bytes and a server that has it, for a download without the internet. */
final class OwnFile implements AutoCloseable {
    private static final int LENGTH = 16 * 1024 * 1024;
    private static final String NAME = "snow.bin";
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

    private final Path folder;
    private final String sha256;
    private final Server server;

    private OwnFile(EventLoop loop) throws IOException {
        byte[] bytes = new byte[LENGTH];
        new SplittableRandom(1).nextBytes(bytes);
        sha256 = Sha256.of(bytes);
        folder = Files.createTempDirectory("download");
        Path file = Files.write(folder.resolve(NAME), bytes);
        Files.setLastModifiedTime(
                file, FileTime.from(OLD)); // a file of this second could still change: its tag were weak
        Snow app = new Snow().get("/{path:path}", StaticFiles.of(folder));
        server = Server.of(app).on(loop).listen("127.0.0.1", 0);
    }

    /** Serves it on a loop, which the client may have, too. */
    static OwnFile serve(EventLoop loop) throws IOException {
        return new OwnFile(loop);
    }

    String url() {
        return server.url("/" + NAME);
    }

    String sha256() {
        return sha256;
    }

    /** Where a copy may be, which is deleted at the end. */
    Path copy() {
        return folder.resolve("copy-of-" + NAME);
    }

    @Override
    public void close() throws IOException {
        server.close();
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        }
        for (Path each : left) { // the file, a copy, or a part of it
            Files.delete(each);
        }
        Files.delete(folder);
    }
}
