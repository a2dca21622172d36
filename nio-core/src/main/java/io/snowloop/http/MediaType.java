package io.snowloop.http;

import io.snowloop.http.syntax.Grammar;
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
 * A media type as in {@code Content-Type} (RFC 9110 §8.3.1): {@code text/html; charset=utf-8}. Type, subtype and the
 * names of parameters are in lower case here, because case means nothing in them.
 *
 * @param type such as {@code text}, or {@code *} in a range
 * @param subtype such as {@code html}, or {@code *} in a range
 * @param parameters by name, in their order, unquoted
 */
public record MediaType(String type, String subtype, Map<String, String> parameters) {
    public static final MediaType TEXT_PLAIN = text("plain");
    public static final MediaType TEXT_HTML = text("html");
    public static final MediaType TEXT_CSS = text("css");
    public static final MediaType TEXT_JAVASCRIPT = text("javascript");
    public static final MediaType TEXT_EVENT_STREAM = of("text", "event-stream");
    public static final MediaType JSON = of("application", "json");
    public static final MediaType XML = of("application", "xml");
    public static final MediaType OCTET_STREAM = of("application", "octet-stream");
    public static final MediaType FORM_URLENCODED = of("application", "x-www-form-urlencoded");
    public static final MediaType MULTIPART_FORM_DATA = of("multipart", "form-data");

    /** @throws IllegalArgumentException if a type or a name is not a token, or a value holds control characters */
    public MediaType {
        type = lowerCaseToken(type);
        subtype = lowerCaseToken(subtype);
        Map<String, String> copy = new LinkedHashMap<>();
        parameters.forEach((name, value) -> copy.put(lowerCaseToken(name), checked(value)));
        parameters = Collections.unmodifiableMap(copy);
    }

    private static String lowerCaseToken(String text) {
        if (!Grammar.isToken(text)) {
            throw new IllegalArgumentException("media type with " + Grammar.quote(text) + ", which is not a token");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String checked(String value) {
        if (Grammar.indexOfNonFieldChar(value) >= 0) {
            throw new IllegalArgumentException("media type with a parameter of " + Grammar.quote(value));
        }
        return value;
    }

    /** A type without parameters: {@code text} and {@code plain}, say. */
    public static MediaType of(String type, String subtype) {
        return new MediaType(type, subtype, Map.of());
    }

    private static MediaType text(String subtype) {
        return of("text", subtype).with("charset", "utf-8");
    }

    /**
     * The media type that {@code text} names, or null if there is no type in it. Broken parameters are passed over: a
     * body with a badly written Content-Type is more useful than none.
     */
    public static @Nullable MediaType parse(String text) {
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
     * What a file of this name usually holds, by what follows its last dot: {@link #OCTET_STREAM} if that says nothing.
     * For text the charset is UTF-8.
     */
    public static MediaType ofFileName(String name) {
        return FileTypes.of(name);
    }

    /** This type with a parameter set. */
    public MediaType with(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter.toLowerCase(Locale.ROOT), value);
        return new MediaType(type, subtype, more);
    }

    /** The value of a parameter, or null. */
    public @Nullable String parameter(String name) {
        return parameters.get(name.toLowerCase(Locale.ROOT));
    }

    /** The charset that is named, or UTF-8 if none is, or none that this JDK knows. */
    public Charset charset() {
        return charset(StandardCharsets.UTF_8);
    }

    /** The charset that is named, or {@code otherwise} if none is, or none that this JDK knows. */
    public Charset charset(Charset otherwise) {
        String name = parameter("charset");
        try {
            return name == null ? otherwise : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return otherwise;
        }
    }

    /** Whether this is of the same type and subtype as {@code range}, which may be wild; parameters don't matter. */
    public boolean matches(MediaType range) {
        return (range.type.equals("*") || range.type.equals(type))
                && (range.subtype.equals("*") || range.subtype.equals(subtype));
    }

    /** As it stands in a header. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type).append('/').append(subtype);
        parameters.forEach(
                (name, value) -> text.append("; ").append(name).append('=').append(Parameters.quoteIfNeeded(value)));
        return text.toString();
    }
}
