// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** {@link Templates} cannot render: there is no such template, or there is a mistake in it. An app answers with 500, and logs this. */
public class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * What is wrong.
     * @param message names the template and the line; it is logged, and no client sees it
     * @param cause the exception of the engine; null if there is none
     */
    public TemplateException(String message, @Nullable Throwable cause) {
        super(requireNonNull(message, "message"), cause);
    }
}
