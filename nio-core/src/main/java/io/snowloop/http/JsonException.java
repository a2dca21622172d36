// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link JsonMapper} cannot read a text, or cannot write a value. */
public class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * What is wrong.
     * @param message says what and where; of a request's body, it is sent to the client
     * @param cause the exception of the library; null if there is none
     */
    public JsonException(String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
    }
}
