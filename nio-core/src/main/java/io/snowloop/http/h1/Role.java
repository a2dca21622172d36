package io.snowloop.http.h1;

/** A side of a connection: the client sends requests, the server answers them. */
public enum Role {
    CLIENT,
    SERVER;

    /** The other side. */
    public Role peer() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
