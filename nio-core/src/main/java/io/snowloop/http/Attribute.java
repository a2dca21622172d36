// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

/**
 * The key of a value that filters add to a request for the handlers inside: a user, a session. Two attributes are two keys, also
 * if they have the same name.
 *
 * @param <T> the type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // Request.attribute gives a value of this type
public final class Attribute<T> {
    private final String name;

    private Attribute(String name) {
        this.name = name;
    }

    /**
     * {@return a new key} Keep it in a constant.
     * @param <T> the type of the value
     * @param name for messages
     */
    public static <T> Attribute<T> of(String name) {
        return new Attribute<>(requireNonNull(name, "name"));
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
