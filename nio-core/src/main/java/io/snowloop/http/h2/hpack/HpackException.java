// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import java.io.IOException;

/**
 * The peer has sent a header block that breaks a rule of RFC 7541. The connection must end, with COMPRESSION_ERROR (RFC
 * 9113 §4.3): the state of the decoder is not known any more.
 */
public final class HpackException extends IOException {
    private static final long serialVersionUID = 1;

    /** An exception whose message says what the peer has sent, and which rule forbids it. */
    HpackException(String message) {
        super(message);
    }
}
