// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.sim.Segment;
import java.time.Duration;

/**
 * Something that happened in a run of a scene.
 *
 * @param at the virtual time
 * @param host the host on which it happened; of a segment its sender; empty for something that happens to the network
 * @param peer the other end of the connection; empty if there is none
 * @param connection the number of the connection in this run, from 1; 0 if there is none
 * @param text what a reader sees, such as {@code write(15) took 4} or {@code DATA 15}
 * @param number of a segment or a write, by which an {@link io.snowloop.sim.Intervention} names it; 0 if it is neither
 * @param bytes how many arrived, were read or taken; -1 for a read at the end of the stream
 */
public record Moment(
        Duration at, Kind kind, String host, String peer, int connection, String text, long number, long bytes) {
    /** The kinds of moments. */
    public enum Kind {
        /** A segment has arrived. */
        SEGMENT,
        /** A segment was lost. */
        LOST,
        /** A read or a write of a program has returned. */
        CALL,
        /** A program tells what it does. */
        SAID,
        /** Something happens to the network: the link is cut. */
        NETWORK
    }

    static Moment said(Duration at, String host, String text) {
        return new Moment(at, Kind.SAID, host, "", 0, text, 0, 0);
    }

    static Moment network(Duration at, String text) {
        return new Moment(at, Kind.NETWORK, "", "", 0, text, 0, 0);
    }

    /** Whether a reader sees the same. */
    boolean looksLike(Moment other) {
        return equals(new Moment(
                other.at, other.kind, other.host, other.peer, other.connection, other.text, number, other.bytes));
    }

    /** The text of a segment: its kind, and the length of its data. */
    static String text(Segment segment) {
        return segment.kind() + (segment.length() == 0 ? "" : " " + segment.length());
    }
}
