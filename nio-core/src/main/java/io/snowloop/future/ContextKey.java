// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static java.util.Objects.requireNonNull;

/**
 * The key of a value of a {@link Context}. Two keys are two, also if they have the same name.
 *
 * @param <T> the type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // Context.get gives a value of this type
public final class ContextKey<T> {
    private final String name;

    private ContextKey(String name) {
        this.name = name;
    }

    /**
     * {@return a new key} Keep it in a constant.
     * @param <T> the type of the value
     * @param name for messages
     */
    public static <T> ContextKey<T> of(String name) {
        return new ContextKey<>(requireNonNull(name, "name"));
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
