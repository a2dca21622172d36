// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

/** A superclass that is not public: its public members are those of {@link ApiExample}. */
abstract class HiddenExample {
    public void inherited() {}
}
