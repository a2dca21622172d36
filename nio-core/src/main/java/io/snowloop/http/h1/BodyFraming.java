package io.snowloop.http.h1;

import static io.snowloop.http.h1.RemoteProtocolException.bad;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import io.snowloop.http.syntax.Grammar;
import java.util.List;
import java.util.Locale;

/**
 * Where a body ends (RFC 9112 §6). Two parties that disagree about this see different messages in the same bytes, which
 * is what request smuggling is. So there is one reading here, and a head that others may read in another way is refused.
 */
sealed interface BodyFraming {
    /** After so many bytes. */
    record ContentLength(long length) implements BodyFraming {}

    /** Not after a number of bytes. */
    enum Unmeasured implements BodyFraming {
        /** There is no body: nothing follows the head. */
        NONE,
        /** After the last chunk and the trailers. */
        CHUNKED,
        /** With the stream. */
        UNTIL_CLOSE
    }

    /** RFC 9112 §6.3 for a request; its rules 1, 2 and 8 are about responses. */
    static BodyFraming of(RequestHead head) throws RemoteProtocolException {
        boolean measured = head.headers().contains("Content-Length");
        boolean coded = head.headers().contains("Transfer-Encoding");
        if ((measured || coded) && head.method().equals(Method.CONNECT)) {
            throw bad("CONNECT has no body (RFC 9110 §9.3.6), but its head has one's framing");
        }
        if (coded) {
            return ofTransferEncoding(head.version(), head.headers());
        }
        return measured ? ofContentLength(head.headers()) : Unmeasured.NONE; // rule 7
    }

    /** RFC 9112 §6.3 for a final response, which is bodiless by its rules 1 and 2 or not, see {@link Cycle#isBodiless}. */
    static BodyFraming of(ResponseHead head, boolean bodiless) throws RemoteProtocolException {
        if (bodiless) {
            return Unmeasured.NONE; // whatever the headers say
        }
        if (head.headers().contains("Transfer-Encoding")) {
            return ofTransferEncoding(head.version(), head.headers());
        }
        return head.headers().contains("Content-Length")
                ? ofContentLength(head.headers())
                : Unmeasured.UNTIL_CLOSE; // rule 8
    }

    /** Rules 3 and 4. We know one transfer coding, chunked, and ask for no other (with TE), so none may come. */
    private static BodyFraming ofTransferEncoding(Version version, Headers headers) throws RemoteProtocolException {
        if (version == Version.HTTP_1_0) { // §6.1: its framing is faulty
            throw bad("Transfer-Encoding in an HTTP/1.0 message");
        }
        if (headers.contains("Content-Length")) { // rule 3: "ought to be handled as an error"
            throw bad("both Transfer-Encoding and Content-Length");
        }
        List<String> fields = headers.all("Transfer-Encoding");
        String coding = fields.get(0);
        if (fields.size() == 1 && coding.equalsIgnoreCase("chunked")) {
            return Unmeasured.CHUNKED;
        }
        throw refusal(fields);
    }

    /** Chunked after another coding is sound but unknown to us, 501 (§6.1); anything else has no sure end, 400 (rule 4). */
    private static RemoteProtocolException refusal(List<String> fields) {
        String codings = String.join(",", fields).toLowerCase(Locale.ROOT);
        int last = codings.lastIndexOf(',');
        boolean sound = last > 0
                && codings.substring(last + 1).strip().equals("chunked")
                && !codings.substring(0, last).contains("chunked");
        return new RemoteProtocolException(
                sound ? Status.NOT_IMPLEMENTED : Status.BAD_REQUEST,
                "Transfer-Encoding " + Grammar.quote(String.join(", ", fields)) + " is not chunked");
    }

    /** Rules 5 and 6. Repeated values might be taken for one if they are equal; that kindness is not needed by anybody. */
    private static BodyFraming ofContentLength(Headers headers) throws RemoteProtocolException {
        String value = headers.get("Content-Length");
        long length = value != null && headers.count("Content-Length") == 1 ? number(value, 0) : -1;
        if (length < 0) {
            String all = String.join(", ", headers.all("Content-Length"));
            throw bad("Content-Length " + Grammar.quote(all) + " is not one number");
        }
        return new ContentLength(length);
    }

    /**
     * The number that {@code text} ends with from {@code from} on; -1 if there is anything but digits, or none, or more
     * than 18, which might not fit into a long.
     */
    static long number(String text, int from) {
        if (from == text.length() || text.length() - from > 18) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
