// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.http.syntax.Printable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of a message, read as its header fields say. */
final class Content {
    private Content() {}

    /** Without a subtype it says nothing, and browsers do with such a body what they like. */
    static String checkedType(String contentType) {
        if (contentType.indexOf('/') < 0) {
            throw new IllegalArgumentException("no media type: " + Printable.quote(contentType)
                    + "; write a type and a subtype, such as image/png");
        }
        return contentType;
    }

    /** In the charset of the header, else in that of a byte order mark, else in UTF-8. The mark is no part of the text. */
    static String text(Headers headers, Body body) {
        byte[] bytes = collected(body).array();
        MediaType type = type(headers);
        Charset marked = markedCharset(bytes);
        String text = new String(bytes, type == null ? marked : type.charset(marked));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** @throws HttpException 415, if it has a content coding */
    static String receivedText(Headers headers, Body body) {
        requireUncoded(headers);
        return text(headers, body);
    }

    /**
     * A coded body is not what {@code Content-Type} says (RFC 9110 §8.4): as text it would be other characters, and as a form one without
     * the fields that were sent.
     */
    private static void requireUncoded(Headers headers) {
        String coding = coding(headers);
        if (coding != null) {
            throw new HttpException(
                    Status.UNSUPPORTED_MEDIA_TYPE,
                    "the body has the Content-Encoding " + Printable.quote(coding) + ": send it without one");
        }
    }

    private static @Nullable String coding(Headers headers) {
        String coding = headers.get("Content-Encoding");
        return coding == null || coding.isBlank() || coding.equalsIgnoreCase("identity") ? null : coding;
    }

    /** Of the mark U+FEFF, as WHATWG Encoding §6 has it. That of UTF-8 says what is the default anyway. */
    private static Charset markedCharset(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << Byte.SIZE | (bytes[1] & 0xff);
        return switch (mark) {
            case 0xFEFF -> StandardCharsets.UTF_16BE;
            case 0xFFFE -> StandardCharsets.UTF_16LE;
            default -> StandardCharsets.UTF_8;
        };
    }

    static Body.Bytes collected(Body body) {
        Body.Bytes bytes = body.collected();
        if (bytes != null) {
            return bytes;
        }
        throw new IllegalStateException("this body is a stream: collect(limit) it first, or read() it piece by piece");
    }

    /**
     * The charset parameter has no meaning for a form: it is in UTF-8 (WHATWG URL §5).
     *
     * @throws HttpException 415, if it is not a form, or has a content coding
     */
    static QueryParameters form(Headers headers, Body body) {
        Body.Bytes bytes = collected(body);
        requireUncoded(headers);
        String sent = headers.get("Content-Type");
        MediaType type = type(headers);
        boolean form = sent == null ? bytes.length() == 0 : type != null && type.matches(MediaType.FORM_URLENCODED);
        if (!form) {
            throw new HttpException(
                    Status.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be " + MediaType.FORM_URLENCODED + ", but "
                            + (sent == null ? "has no Content-Type" : "is " + Printable.quote(sent)));
        }
        return QueryParameters.parse(bytes.text(StandardCharsets.UTF_8));
    }

    /** @throws HttpException 415 or 400: who has sent this has to change it */
    static <T> T receivedJson(Headers headers, Body body, Class<T> type, JsonMapper mapper) {
        if (!isJson(headers)) {
            throw new HttpException(Status.UNSUPPORTED_MEDIA_TYPE, notJson("the body", headers));
        }
        requireUncoded(headers);
        try {
            return json("the body", headers, body, type, mapper);
        } catch (JsonException e) {
            throw new HttpException(Status.BAD_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    /** A response that is no success often has no JSON: the status is the reason, and is named. */
    static <T> T json(Status status, Headers headers, Body body, Class<T> type, JsonMapper mapper) {
        return json(status.isSuccess() ? "the body" : "the body of " + status, headers, body, type, mapper);
    }

    /** JSON is in UTF-8, whatever {@code Content-Type} says (RFC 8259 §8.1, §11). */
    private static <T> T json(String what, Headers headers, Body body, Class<T> type, JsonMapper mapper) {
        Body.Bytes bytes = collected(body);
        if (!isJson(headers)) {
            throw new JsonException(notJson(what, headers), null);
        }
        String coding = coding(headers);
        if (coding != null) {
            throw new JsonException(
                    what + " has the Content-Encoding " + Printable.quote(coding)
                            + ": add the filter contentDecoding(), and leave Accept-Encoding to it",
                    null);
        }
        T value = mapper.read(bytes.array(), type);
        if (value == null) {
            throw new JsonException(what + " is null, and not " + type.getSimpleName(), null);
        }
        return value;
    }

    /** {@code application/json}, and types such as {@code application/problem+json} (RFC 6839). */
    private static boolean isJson(Headers headers) {
        MediaType type = type(headers);
        return type != null && (type.matches(MediaType.JSON) || type.subtype().endsWith("+json"));
    }

    private static String notJson(String what, Headers headers) {
        String sent = headers.get("Content-Type");
        return what + " must be JSON, but " + (sent == null ? "has no Content-Type" : "is " + Printable.quote(sent));
    }

    private static @Nullable MediaType type(Headers headers) {
        String type = headers.get("Content-Type");
        return type == null ? null : MediaType.parse(type);
    }
}
