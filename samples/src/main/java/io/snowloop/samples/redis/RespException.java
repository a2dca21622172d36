// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import java.io.IOException;

/** The bytes are not of the protocol, or exceed a limit. Nothing that follows on the connection can be understood. */
public final class RespException extends IOException {
    private static final long serialVersionUID = 1L;

    RespException(String message) {
        super(message);
    }
}
