// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import java.io.IOException;

/** A message of DNS that breaks a rule of RFC 1035. */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * A rule is broken.
     *
     * @param message which one, and where
     */
    public MalformedMessageException(String message) {
        super(message);
    }
}
