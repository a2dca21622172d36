// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A read or a write of a program that has returned: one line of what {@code strace} shows of a real one.
 *
 * @param time when, since the start of the simulation
 * @param local the address of the program's end of the connection
 * @param remote the address of the other end
 * @param kind what it did
 * @param wanted how many bytes there was room for, or how many it had
 * @param result how many were read or taken; -1: the end of the stream
 */
public record Call(
        Duration time, InetSocketAddress local, InetSocketAddress remote, Kind kind, long wanted, long result) {
    /** The operations of a connected socket. */
    public enum Kind {
        /** A read. */
        READ,
        /** A write. */
        WRITE
    }

    /** As a programmer says it: {@code write(15) took 4}. */
    @Override
    public String toString() {
        return kind == Kind.READ ? "read(" + wanted + ") = " + result : "write(" + wanted + ") took " + result;
    }
}
