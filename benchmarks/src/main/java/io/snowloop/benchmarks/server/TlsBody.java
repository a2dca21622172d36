// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

/** The bodies that servers over TLS send. */
enum TlsBody {
    TEXT("/plaintext", Payload.textBytes()),
    SMALL("/bytes/1024", Payload.KIB),
    LARGE("/bytes/65536", Payload.BYTES);

    private final String path;
    private final byte[] bytes;

    TlsBody(String path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    String path() {
        return path;
    }

    /** The bytes. The array must not be changed. */
    byte[] bytes() {
        return bytes;
    }
}
