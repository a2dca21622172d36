// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.syntax.Printable.quote;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.Decimal;

/**
 * The length of a body by its {@code Content-Length}. HTTP/2 does not need the field, because END_STREAM ends a body, but the
 * two must agree (RFC 9113 §8.1.1). A violation is an {@link IllegalArgumentException}.
 */
final class MessageLength {
    private MessageLength() {}

    /** The value of the field; {@link Http2Codec#UNKNOWN_LENGTH} if there is none. */
    static long declared(Headers headers) {
        String value = headers.get("Content-Length");
        if (value == null) {
            return Http2Codec.UNKNOWN_LENGTH;
        }
        long length = headers.count("Content-Length") == 1 ? Decimal.number(value, 0) : -1;
        if (length < 0) {
            throw new IllegalArgumentException(
                    "Content-Length " + quote(String.join(", ", headers.all("Content-Length"))) + " is not one number");
        }
        return length;
    }

    /** The length of the body of a received message, as its head tells it. */
    static long of(Headers headers, boolean endOfStream) {
        return endOfStream ? 0 : declared(headers);
    }

    /** The length of a body that is to be sent. The field, if the head has it, must agree with what the caller says. */
    static long agreed(Headers headers, long bodyLength) {
        long declared = declared(headers);
        if (declared >= 0 && bodyLength >= 0 && declared != bodyLength) {
            throw new IllegalArgumentException(
                    "Content-Length " + declared + " differs from the length of the body, " + bodyLength);
        }
        return Math.max(declared, bodyLength);
    }

    /** Whether a request says its length: RFC 9110 §8.6 has a 0 only for methods that usually have content. */
    static boolean isToldFor(Method method, long length) {
        return length > 0
                || (length == 0
                        && (method.equals(Method.POST) || method.equals(Method.PUT) || method.equals(Method.PATCH)));
    }

    /** Whether a response must not say a length: RFC 9110 §8.6. */
    static boolean isForbiddenFor(Stream stream, Status status) {
        return status.isInformational() || status.equals(Status.NO_CONTENT) || stream.isTunnel(status);
    }
}
