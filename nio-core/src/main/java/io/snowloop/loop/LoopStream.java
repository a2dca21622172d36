// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import java.util.Objects;

/**
 * A stream of HTTP/2, as the owner of an event.
 *
 * @param channel the number of the channel of its connection in its loop, from 1
 * @param number of the stream in its connection, from 1
 * @param name the method and the path of its request, without the query
 */
public record LoopStream(int channel, int number, String name) {
    /** Checks the name. */
    public LoopStream {
        Objects.requireNonNull(name, "name");
    }
}
