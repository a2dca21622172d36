// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

/** Takes the fields of a block, one after the other. */
@FunctionalInterface
public interface HeaderSink {
    /**
     * The next field, in the order in which the fields were sent. It may be malformed: see
     * {@link HeaderField#isWellFormed}.
     *
     * @param field immutable, and may be kept
     */
    void field(HeaderField field);
}
