// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

/** An object that works for another one, such as a transport for its protocol. Traces show the name of the other one. */
public interface Owned {
    /** {@return the object it works for, or a name} */
    Object owner();
}
