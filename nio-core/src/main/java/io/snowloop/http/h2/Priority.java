// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static java.util.Objects.requireNonNull;

import io.snowloop.options.Bounds;

/**
 * How important a response is to its client (RFC 9218 §4): the value of the field {@code Priority} and of a PRIORITY_UPDATE
 * frame.
 *
 * @param urgency from 0, the most important, to 7
 * @param incremental whether the client can use parts of the body, so that bodies of the same urgency are sent in turns
 */
public record Priority(int urgency, boolean incremental) {
    /** Urgency 3, not incremental: what a request without the field has (§4.1, §4.2), unless it opens a tunnel. */
    public static final Priority DEFAULT = new Priority(3, false);

    /** Of a request that opens a tunnel, such as a WebSocket (RFC 8441), without the field: incremental. */
    static final Priority TUNNEL = new Priority(3, true);

    /** The number of urgencies. */
    static final int URGENCIES = 8;

    /**
     * A priority.
     * @throws IllegalArgumentException if the urgency is not from 0 to 7
     */
    public Priority {
        Bounds.between("urgency", 0, URGENCIES - 1, urgency);
    }

    /**
     * {@return the priority that a field states} A parameter that is missing, unknown or out of range has its default (§4).
     * @param value such as {@code u=1, i}
     */
    public static Priority parse(String value) {
        int urgency = DEFAULT.urgency;
        boolean incremental = DEFAULT.incremental;
        for (String member : requireNonNull(value, "value").split(",")) { // a later member of the same name wins
            int parameters = member.indexOf(';');
            String item = (parameters < 0 ? member : member.substring(0, parameters)).strip();
            if (item.length() == 3 && item.startsWith("u=")) {
                int digit = item.charAt(2) - '0';
                urgency = digit >= 0 && digit < URGENCIES ? digit : urgency;
            } else if (item.equals("i") || item.equals("i=?1")) {
                incremental = true;
            } else if (item.equals("i=?0")) {
                incremental = false;
            }
        }
        return urgency == DEFAULT.urgency && !incremental ? DEFAULT : new Priority(urgency, incremental);
    }

    /** The value of the field, such as {@code u=1, i}. */
    @Override
    public String toString() {
        return "u=" + urgency + (incremental ? ", i" : "");
    }
}
