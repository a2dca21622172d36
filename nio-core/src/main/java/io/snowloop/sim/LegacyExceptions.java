// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/** The exceptions of {@code java.net} in place of those of {@code java.nio}: what the adapters of channels throw. */
final class LegacyExceptions {
    private LegacyExceptions() {}

    /** Runs an operation. Exceptions of {@code java.net} pass; those of {@code java.nio} become one. */
    static <T extends @Nullable Object> T translated(BlockingMode.Operation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw translate(e);
        }
    }

    /** Runs an operation without a result. */
    static void translating(Action action) throws IOException {
        translated(() -> {
            action.run();
            return null;
        });
    }

    /** Reads an option: as {@link #translated}, and every other exception becomes one of {@code java.net} too. */
    static <T extends @Nullable Object> T ofOption(BlockingMode.Operation<T> operation) throws SocketException {
        try {
            return operation.run();
        } catch (SocketException e) {
            throw e;
        } catch (ClosedChannelException e) {
            throw caused("Socket is closed", e);
        } catch (IOException e) {
            throw caused(String.valueOf(e.getMessage()), e);
        }
    }

    /** Sets an option, as {@link #ofOption} reads one. */
    static void settingOption(Action action) throws SocketException {
        ofOption(() -> {
            action.run();
            return null;
        });
    }

    private static SocketException translate(RuntimeException e) {
        if (e instanceof NotYetConnectedException) {
            return caused("Socket is not connected", e);
        } else if (e instanceof AlreadyBoundException) {
            return caused("Already bound", e);
        } else if (e instanceof AlreadyConnectedException) {
            return caused("Already connected", e);
        } else if (e instanceof NotYetBoundException) {
            return caused("Socket is not bound yet", e);
        } else if (e instanceof UnsupportedAddressTypeException) {
            return caused("Unsupported address type", e);
        } else if (e instanceof UnresolvedAddressException) {
            return caused("Unresolved address", e);
        }
        throw e;
    }

    private static SocketException caused(String message, Exception cause) {
        SocketException exception = new SocketException(message);
        exception.initCause(cause);
        return exception;
    }

    /** An operation whose result is not used. */
    interface Action {
        void run() throws IOException;
    }
}
