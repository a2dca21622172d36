// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of several futures on their way to one code, as a list. It has a claim to each value, and releases them if
 * it is discarded itself, or if not all come.
 *
 * <p>Not safe for use by several threads. The executor's thread fills it; then it belongs to the code that gets it.
 */
final class Gathered<T extends @Nullable Object, E extends @Nullable Object> extends AbstractList<E>
        implements RandomAccess, Cancellable {
    private final @Nullable Completed<T>[] outcomes;
    private final Function<Completed<T>, E> element;
    private int missing;
    private boolean released;

    /** A list of {@code size} outcomes, each of which is shown as {@code element} says. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // there is no array of a generic type
    Gathered(int size, Function<Completed<T>, E> element) {
        this.outcomes = new Completed[size];
        this.element = element;
        this.missing = size;
    }

    /** Takes an outcome and the caller's claim to it. Returns whether it was the last one that was missing. */
    boolean put(int index, Completed<T> outcome) {
        outcomes[index] = outcome;
        return --missing == 0;
    }

    /** Discards the list: no code gets the values. */
    @Override
    public boolean cancel() {
        if (released) {
            return false;
        }
        released = true;
        for (Completed<T> outcome : outcomes) {
            if (outcome != null) {
                outcome.release();
            }
        }
        return true;
    }

    @Override
    public E get(int index) {
        return element.apply(Objects.requireNonNull(outcomes[index]));
    }

    @Override
    public int size() {
        return outcomes.length;
    }
}
