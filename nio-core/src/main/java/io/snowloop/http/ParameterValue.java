// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.http.syntax.PlainValue;
import io.snowloop.http.syntax.Printable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a request, read as a number or a boolean. A value that is missing or of another kind is a mistake of the
 * client's: 400, with a message that names the parameter and what is expected.
 *
 * @param what such as {@code query parameter}
 */
record ParameterValue(String what, String name, @Nullable String text) {
    int asInt() {
        return read("an int", PlainValue::intOf);
    }

    long asLong() {
        return read("a long", PlainValue::longOf);
    }

    boolean asBoolean() {
        return read("true or false", PlainValue::booleanOf);
    }

    private <T> T read(String expected, Function<String, T> parser) {
        if (text == null) {
            throw new HttpException(Status.BAD_REQUEST, described() + " is missing: " + expected + " is expected");
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new HttpException(
                    Status.BAD_REQUEST, described() + " must be " + expected + ", not " + Printable.quote(text), e);
        }
    }

    private String described() {
        return what + " " + Printable.quote(name);
    }
}
