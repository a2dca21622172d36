// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

/**
 * Something that a simulation has not got rid of.
 *
 * @param kind what it is
 * @param text its description, with its host
 */
public record Leftover(Kind kind, String text) {
    /** The kinds of leftovers. */
    public enum Kind {
        /** A socket that listens. */
        LISTENER,
        /** A socket that is connected, or will be, and that no program has closed. */
        CONNECTION,
        /** A UDP socket that no program has closed. */
        DATAGRAM_SOCKET,
        /** An end of a pipe that no program has closed. */
        PIPE,
        /** Channels registered with a loop. */
        REGISTRATION,
        /** Timers of a loop. */
        TIMER,
        /** A {@link SimProgram} that has not ended. */
        PROGRAM
    }

    /** {@return the text} */
    @Override
    public String toString() {
        return text;
    }
}
