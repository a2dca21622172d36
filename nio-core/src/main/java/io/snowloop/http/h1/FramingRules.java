// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static io.snowloop.http.h1.RemoteProtocolException.bad;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.BodyFraming.ContentLength;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.syntax.Decimal;
import io.snowloop.http.syntax.Printable;
import java.util.List;
import java.util.Locale;

/**
 * The eight rules of RFC 9112 §6.3 for the length of a body that is read, numbered as there.
 *
 * <p>Two recipients that apply the rules differently see different messages in the same bytes. That is request
 * smuggling (RFC 9112 §11.2). So a head that another recipient could read differently is refused, also where the RFC
 * lets us repair it. For heads that we send, {@link HeadWriter} decides.
 */
final class FramingRules {
    private FramingRules() {}

    /** The framing of a request. Rules 1, 2 and 8 are about responses. */
    static BodyFraming ofRequest(Method method, Version version, Headers headers) throws RemoteProtocolException {
        boolean measured = headers.contains("Content-Length");
        boolean coded = headers.contains("Transfer-Encoding");
        if ((measured || coded) && method.equals(Method.CONNECT)) {
            // RFC 9110 §9.3.6: content of a CONNECT "has no defined semantics". A proxy could take these bytes for the
            // tunnel's, so where HTTP ends would be in doubt.
            throw bad("CONNECT with Content-Length or Transfer-Encoding; it has no body (RFC 9110 §9.3.6)");
        }
        if (coded) {
            return ofTransferEncoding(version, headers);
        }
        return measured ? ofContentLength(headers) : Unmeasured.NONE; // rule 7
    }

    /**
     * The framing of a final response.
     *
     * @param bodiless whether rule 1 or 2 applies, see {@link Cycle#isBodiless}
     */
    static BodyFraming ofResponse(Version version, Headers headers, boolean bodiless) throws RemoteProtocolException {
        if (bodiless) {
            // Rules 1 and 2 come before all others: the fields may describe the body that GET would have, so they are
            // not even checked.
            return Unmeasured.NONE;
        }
        if (headers.contains("Transfer-Encoding")) {
            return ofTransferEncoding(version, headers);
        }
        return headers.contains("Content-Length") ? ofContentLength(headers) : Unmeasured.UNTIL_CLOSE; // rule 8
    }

    /**
     * Rules 3 and 4. Only chunked is supported. A server may use another coding only if the client sends {@code TE}, which
     * this client does not do.
     */
    private static BodyFraming ofTransferEncoding(Version version, Headers headers) throws RemoteProtocolException {
        if (version == Version.HTTP_1_0) {
            // §6.1: "MUST treat the message as if the framing is faulty". The sender knows no chunks, so an
            // intermediary
            // has passed on a field that it doesn't know.
            throw bad("Transfer-Encoding in an HTTP/1.0 message");
        }
        if (headers.contains("Content-Length")) {
            // Rule 3 lets the Transfer-Encoding win, and says that this "ought to be handled as an error". A recipient
            // in
            // front of us may have let the Content-Length win.
            throw bad("both Transfer-Encoding and Content-Length");
        }
        List<String> fields = headers.all("Transfer-Encoding");
        String coding = fields.get(0);
        if (fields.size() == 1 && coding.equalsIgnoreCase("chunked")) {
            return Unmeasured.CHUNKED;
        }
        throw refusal(fields);
    }

    /**
     * Another coding and chunked after it is well-formed, but unknown here: 501 (§6.1). If chunked is not last, or
     * comes twice, rule 4 finds no end of a request: 400. For a response the rule reads until the close; we refuse it,
     * because we don't know the coding either.
     */
    private static RemoteProtocolException refusal(List<String> fields) {
        String codings = String.join(",", fields).toLowerCase(Locale.ROOT);
        int last = codings.lastIndexOf(',');
        boolean wellFormed = last > 0
                && codings.substring(last + 1).strip().equals("chunked")
                && !codings.substring(0, last).contains("chunked");
        return new RemoteProtocolException(
                wellFormed ? Status.NOT_IMPLEMENTED : Status.BAD_REQUEST,
                "Transfer-Encoding " + Printable.quote(String.join(", ", fields)) + " is not chunked");
    }

    /**
     * Rules 5 and 6. Rule 5 allows to read a value that is repeated with the same number as one. No sender needs it.
     */
    private static BodyFraming ofContentLength(Headers headers) throws RemoteProtocolException {
        String value = headers.get("Content-Length");
        boolean single = headers.count("Content-Length") == 1;
        long length = value != null && single ? Decimal.number(value, 0) : -1;
        if (length < 0) {
            String all = Printable.quote(String.join(", ", headers.all("Content-Length")));
            throw value != null && single && isDigits(value)
                    ? new RemoteProtocolException(Status.CONTENT_TOO_LARGE, "Content-Length " + all + " is too large")
                    : bad("Content-Length " + all + " is not one number");
        }
        return new ContentLength(length);
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
