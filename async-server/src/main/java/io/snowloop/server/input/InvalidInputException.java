// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.input;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.HttpException;
import io.snowloop.http.Status;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values of a request that are missing or wrong: 400, with a message that has a line for each. {@link
 * io.snowloop.server.ErrorMapper#standard} sends them to clients that accept JSON as the member {@code errors} of a problem (RFC 9457 §3.2).
 */
public final class InvalidInputException extends HttpException {
    private static final long serialVersionUID = 1L;

    /** Null after it was serialized. */
    private final transient @Nullable List<InvalidInput> inputs;

    /**
     * An error of these values.
     * @param inputs at least one
     */
    public InvalidInputException(List<InvalidInput> inputs) {
        super(Status.BAD_REQUEST, message(requireNonNull(inputs, "inputs")));
        this.inputs = List.copyOf(inputs);
    }

    private static String message(List<InvalidInput> inputs) {
        return inputs.stream().map(InvalidInput::toString).collect(Collectors.joining("\n"));
    }

    /** {@return what is wrong, in the order in which it was looked at} Unmodifiable. */
    public List<InvalidInput> inputs() {
        return inputs == null ? List.of() : inputs;
    }

    /**
     * A value that is missing or wrong.
     *
     * @param source where it is, or should be
     * @param name of the parameter, field or cookie
     * @param problem such as {@code must be an int, not "x"}
     */
    public record InvalidInput(InputSource source, String name, String problem) {
        /** A value that is missing or wrong. */
        public InvalidInput {
            requireNonNull(source, "source");
            requireNonNull(name, "name");
            requireNonNull(problem, "problem");
        }

        /** {@code query parameter "page" must be an int, not "x"}. */
        @Override
        public String toString() {
            return source.noun() + " \"" + name + "\" " + problem;
        }
    }
}
