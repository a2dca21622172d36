// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.input;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which values are right, as far as a description can tell.
 *
 * @param least null if there is no range
 * @param most null if there is no range
 * @param texts none if these are not all known
 */
record InputValues(@Nullable Long least, @Nullable Long most, List<String> texts) {
    static final InputValues UNKNOWN = new InputValues(null, null, List.of());

    /** @throws IllegalArgumentException if it is empty */
    static InputValues range(long least, long most) {
        if (least > most) {
            throw new IllegalArgumentException("no number is from " + least + " to " + most + ": swap the two");
        }
        return new InputValues(least, most, List.of());
    }

    static InputValues of(Class<? extends Enum<?>> type) {
        return new InputValues(
                null,
                null,
                Arrays.stream(type.getEnumConstants()).<String>map(Enum::name).toList());
    }

    /** Whether a number is in the range. */
    boolean contains(Object value) {
        long number = ((Number) value).longValue();
        return least != null && most != null && number >= least && number <= most;
    }

    /** For messages. */
    String condition() {
        return texts.isEmpty() ? "from " + least + " to " + most : "one of " + String.join(", ", texts);
    }
}
