// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

/** A run that can be repeated with changes, such as that of a simulation. It may take a while: a worker thread calls it. */
public interface Replay {
    /**
     * {@return a run: the outcome of a scene as JSON Lines, docs/scenes.md} A further line with a {@code verdict} is shown with it.
     * @param changes as the address of the page has them; empty for the run as it was
     * @throws IllegalArgumentException if these are none; the page shows the message
     */
    String run(String changes);

    /** {@return what a reader may try with it, in a sentence or two; empty for nothing} */
    default String goal() {
        return "";
    }
}
