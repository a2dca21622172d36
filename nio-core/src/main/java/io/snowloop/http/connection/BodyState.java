// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

/** Who has the bytes of an {@link IncomingBody}. All but the first are final. */
enum BodyState {
    READABLE(""),
    COLLECTED("was collected, or is being: use collect() or stream()"),
    SENT("was sent on as it came, and is gone: collect it before that, to keep it"),
    CANCELLED("was cancelled: no more can be read"),
    DISCARDED("was discarded, as the answer was sent before it was read: collect it before that, to keep it");

    private final String why;

    BodyState(String why) {
        this.why = why;
    }

    /** Why it cannot be read. */
    String why() {
        return why;
    }
}
