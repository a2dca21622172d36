// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import org.jspecify.annotations.Nullable;

/** An object that works for another one, such as a transport for its protocol. Traces show the name of the other one. */
public interface Owned {
    /** {@return the object it works for, or a name} */
    Object owner();

    /**
     * {@return the object that a wrapper works for in the end; the object itself if it is none} At most eight wrappers are
     * looked through: owners could form a cycle.
     * @param object may be a wrapper
     */
    static @Nullable Object source(@Nullable Object object) {
        Object source = object;
        for (int i = 0; i < 8 && source instanceof Owned owned; i++) {
            source = owned.owner();
        }
        return source;
    }
}
