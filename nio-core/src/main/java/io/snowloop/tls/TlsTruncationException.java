package io.snowloop.tls;

import javax.net.ssl.SSLException;

/**
 * The peer's stream ended without close_notify, so somebody else may have cut it off (RFC 8446 §6.1). What was received
 * is genuine; whether it is all, only the protocol above can tell.
 */
public class TlsTruncationException extends SSLException {
    private static final long serialVersionUID = 1L;

    /** Says whose stream. */
    public TlsTruncationException(String message) {
        super(message);
    }
}
