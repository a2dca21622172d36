// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The loads of HTTP/1.1 over TLS 1.3. */
public enum TlsWork implements Load {
    /** A small body, over connections that stay. */
    SMALL("tls-1024", "keep-alive", "/bytes/1024", 1_024, 64),
    /** A large one. */
    LARGE("tls-65536", "keep-alive", "/bytes/65536", 65_536, 64),
    /** A request on each connection, with a full handshake. */
    FULL("tls-handshake-full", "full", "/plaintext", 13, 16),
    /** The same, with a session that is resumed. */
    RESUMED("tls-handshake-resumed", "resumed", "/plaintext", 13, 16);

    private final String title;
    private final String kind;
    private final String path;
    private final int bodySize;
    private final int connections;

    TlsWork(String title, String kind, String path, int bodySize, int connections) {
        this.title = title;
        this.kind = kind;
        this.path = path;
        this.bodySize = bodySize;
        this.connections = connections;
    }

    /** The work with this title. */
    public static TlsWork of(String name) {
        return Arrays.stream(values())
                .filter(work -> work.title.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no work '" + name + "'; there are "
                        + Arrays.stream(values()).map(TlsWork::title).collect(Collectors.joining(", "))));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Path program(Path home) throws IOException, InterruptedException {
        return CProgram.compiled(home, "tls_load", "-lssl", "-lcrypto");
    }

    @Override
    public List<String> arguments(int port) {
        return List.of(Integer.toString(port), kind, path, Integer.toString(bodySize), Integer.toString(connections));
    }
}
