// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

/** Something in progress that can be cancelled: a timer, a future. */
public interface Cancellable {
    /**
     * Cancels it, if it is not done yet. May be called from any thread, and more than once.
     *
     * @return whether this call has ended it
     */
    boolean cancel();

    /**
     * {@return whether {@link #cancel} may have anything to do} A value without a resource belongs to no one: a future does not
     * count who has it. The answer must never change.
     */
    default boolean hasResource() {
        return true;
    }
}
