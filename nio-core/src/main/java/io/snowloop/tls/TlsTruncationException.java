// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import javax.net.ssl.SSLException;

/**
 * The stream of the peer has ended without a close_notify, so an attacker on the path may have truncated it (RFC 8446
 * §6.1). The bytes received so far are genuine. Only the protocol above can know whether they are complete.
 */
public class TlsTruncationException extends SSLException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message names the peer
     */
    public TlsTruncationException(String message) {
        super(message);
    }
}
