// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.net.SocketTimeoutException;

/** No connection was made within the connect time-out. */
public class ConnectTimeoutException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with this message.
     * @param message says to which address, and after how long
     */
    public ConnectTimeoutException(String message) {
        super(message);
    }
}
