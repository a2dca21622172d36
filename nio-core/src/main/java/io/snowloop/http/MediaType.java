// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A media type, as in {@code Content-Type} (RFC 9110 §8.3.1): {@code text/html; charset=utf-8}. Type, subtype and the names
 * of parameters are in lower case, because their case has no meaning.
 *
 * @param type such as {@code text}; {@code *} in a range
 * @param subtype such as {@code html}; {@code *} in a range
 * @param parameters by name, in order, without quotes
 */
public record MediaType(String type, String subtype, Map<String, String> parameters) {
    /** {@code text/plain; charset=utf-8}. */
    public static final MediaType TEXT_PLAIN = text("plain");
    /** {@code text/html; charset=utf-8}. */
    public static final MediaType TEXT_HTML = text("html");
    /** {@code text/css; charset=utf-8}. */
    public static final MediaType TEXT_CSS = text("css");
    /** {@code text/javascript; charset=utf-8}. */
    public static final MediaType TEXT_JAVASCRIPT = text("javascript");
    /** {@code text/event-stream}. */
    public static final MediaType TEXT_EVENT_STREAM = of("text", "event-stream");
    /** {@code application/json}. */
    public static final MediaType JSON = of("application", "json");
    /** {@code application/xml}. */
    public static final MediaType XML = of("application", "xml");
    /** {@code application/octet-stream}. */
    public static final MediaType OCTET_STREAM = of("application", "octet-stream");
    /** {@code application/x-www-form-urlencoded}. */
    public static final MediaType FORM_URLENCODED = of("application", "x-www-form-urlencoded");
    /** {@code multipart/form-data}. */
    public static final MediaType MULTIPART_FORM_DATA = of("multipart", "form-data");

    /**
     * A media type with these parameters.
     * @param type a token, in any case
     * @param subtype a token, in any case
     * @param parameters by name, in the order in which they are written
     * @throws IllegalArgumentException if a type or a name is not a token, or a value has a control character
     */
    public MediaType {
        type = lowerCaseToken(requireNonNull(type, "type"));
        subtype = lowerCaseToken(requireNonNull(subtype, "subtype"));
        requireNonNull(parameters, "parameters");
        Map<String, String> copy = new LinkedHashMap<>();
        parameters.forEach((name, value) -> copy.put(lowerCaseToken(name), checked(value)));
        parameters = Collections.unmodifiableMap(copy);
    }

    private static String lowerCaseToken(String text) {
        if (!Grammar.isToken(text)) {
            throw new IllegalArgumentException("media type with " + Printable.quote(text) + ", which is not a token");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String checked(String value) {
        if (Grammar.indexOfNonFieldChar(value) >= 0) {
            throw new IllegalArgumentException("media type with a parameter of " + Printable.quote(value));
        }
        return value;
    }

    /**
     * {@return a media type without parameters, such as {@code of("text", "plain")}}
     * @param type a token, in any case
     * @param subtype a token, in any case
     */
    public static MediaType of(String type, String subtype) {
        return new MediaType(type, subtype, Map.of());
    }

    private static MediaType text(String subtype) {
        return of("text", subtype).with("charset", "utf-8");
    }

    /**
     * {@return the media type in a text; null if there is none} Broken parameters are ignored: a body with a partly broken
     * {@code Content-Type} is more useful than none.
     *
     * @param text the value of a {@code Content-Type} field, for instance
     */
    public static @Nullable MediaType parse(String text) {
        requireNonNull(text, "text");
        int semicolon = text.indexOf(';');
        String name = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        int slash = name.indexOf('/');
        if (slash < 0 || !Grammar.isToken(name.substring(0, slash)) || !Grammar.isToken(name.substring(slash + 1))) {
            return null;
        }
        Map<String, String> parameters = semicolon < 0 ? Map.of() : Parameters.parse(text, semicolon + 1);
        return new MediaType(name.substring(0, slash), name.substring(slash + 1), parameters);
    }

    /**
     * {@return the usual media type of files with this name, by the extension after the last dot; {@link #OCTET_STREAM} if
     * the extension is not known} The charset of text is UTF-8.
     *
     * @param name of a file, with or without its folder
     */
    public static MediaType ofFileName(String name) {
        return FileTypes.of(requireNonNull(name, "name"));
    }

    /**
     * {@return this media type with a parameter, in place of one of the same name}
     * @param parameter a token, in any case
     * @param value quoted where that is necessary
     */
    public MediaType with(String parameter, String value) {
        requireNonNull(parameter, "parameter");
        requireNonNull(value, "value");
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter.toLowerCase(Locale.ROOT), value);
        return new MediaType(type, subtype, more);
    }

    /**
     * {@return the value of a parameter; null if there is none}
     * @param name in any case
     */
    public @Nullable String parameter(String name) {
        return parameters.get(requireNonNull(name, "name").toLowerCase(Locale.ROOT));
    }

    /** {@return the charset parameter; UTF-8 if there is none, or if this JDK does not know it} */
    public Charset charset() {
        return charset(StandardCharsets.UTF_8);
    }

    /**
     * {@return the charset parameter}
     * @param otherwise returned if there is none, or if this JDK does not know it
     */
    public Charset charset(Charset otherwise) {
        requireNonNull(otherwise, "otherwise");
        String name = parameter("charset");
        try {
            return name == null ? otherwise : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return otherwise;
        }
    }

    /**
     * {@return whether type and subtype are those of {@code range}, which may be {@code *}} Parameters are ignored.
     * @param range such as {@code image/*}
     */
    public boolean matches(MediaType range) {
        requireNonNull(range, "range");
        return (range.type.equals("*") || range.type.equals(type))
                && (range.subtype.equals("*") || range.subtype.equals(subtype));
    }

    /** The value of a header field: {@code text/html; charset=utf-8}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type).append('/').append(subtype);
        parameters.forEach(
                (name, value) -> text.append("; ").append(name).append('=').append(Parameters.quoteIfNeeded(value)));
        return text.toString();
    }
}
