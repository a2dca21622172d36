// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

/** A side of a connection: the client sends requests, the server answers them. */
public enum Role {
    /** Sends requests and reads responses. */
    CLIENT,
    /** Reads requests and sends responses. */
    SERVER;

    /** The other side. */
    Role peer() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
