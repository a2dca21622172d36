// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.syntax.Printable.quote;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.http.h2.hpack.HeaderField;
import io.snowloop.http.h2.hpack.HeaderSink;
import io.snowloop.http.syntax.Decimal;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one header section, as they come from the decoder, and the rules for them (RFC 9113 §8.2, §8.3). The first
 * violation is kept: the section is decoded to its end in any case, because the decoder's table has to follow the peer's.
 * Then one of {@link #request}, {@link #status} and {@link #fields} tells what it is.
 *
 * <p>A violation is an {@link IllegalArgumentException}.
 */
final class FieldSection implements HeaderSink {
    private final Headers.Builder fields = Headers.builder();
    private @Nullable String method;
    private @Nullable String scheme;
    private @Nullable String authority;
    private @Nullable String path;
    private @Nullable String protocol;
    private @Nullable String status;

    /** All cookies so far. A client may send each pair as a field of its own, which compresses better (§8.2.3). */
    private @Nullable StringBuilder cookies;

    private @Nullable String violation;

    /** Forgets all, for the next section. */
    void clear() {
        fields.clear();
        method = null;
        scheme = null;
        authority = null;
        path = null;
        protocol = null;
        status = null;
        cookies = null;
        violation = null;
    }

    @Override
    public void field(HeaderField field) {
        if (violation != null) {
            return;
        }
        if (!field.isWellFormed()) {
            violation = "malformed field " + quote(field.name()); // §8.2.1
        } else if (field.isPseudo()) {
            pseudo(field.name(), field.value());
        } else {
            regular(field);
        }
    }

    private void pseudo(String name, String value) {
        if (fields.size() > 0 || cookies != null) {
            violation = name + " behind other fields"; // §8.3
            return;
        }
        switch (name) {
            case ":method" -> method = first(name, method, value);
            case ":scheme" -> scheme = first(name, scheme, value);
            case ":authority" -> authority = first(name, authority, value);
            case ":path" -> path = first(name, path, value);
            case ":protocol" -> protocol = first(name, protocol, value);
            case ":status" -> status = first(name, status, value);
            default -> violation = "unknown pseudo-field " + quote(name);
        }
    }

    private String first(String name, @Nullable String before, String value) {
        if (before != null) {
            violation = name + " comes twice";
        }
        return value;
    }

    private void regular(HeaderField field) {
        if (authority != null && fields.size() == 0) {
            fields.add("Host", authority);
        }
        switch (field.name()) {
            case "host" -> host(field.value());
            case "cookie" ->
                cookies = cookies == null
                        ? new StringBuilder(field.value())
                        : cookies.append("; ").append(field.value());
            case "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade" ->
                violation = "the field " + field.name() + " is of HTTP/1.1"; // §8.2.2
            case "te" -> {
                if (!field.value().equalsIgnoreCase("trailers")) {
                    violation = "TE is " + quote(field.value()) + ": only trailers is allowed"; // §8.2.2
                }
                field.addTo(fields);
            }
            default -> field.addTo(fields);
        }
    }

    /** Two recipients that take different ones of several hosts route the request to different sites (§8.3.1). */
    private void host(String host) {
        if (authority != null) {
            violation = host.equalsIgnoreCase(authority) ? null : "Host " + quote(host) + " differs from :authority";
        } else if (fields.build().contains("Host")) {
            violation = "more than one Host";
        } else {
            fields.add("Host", host);
        }
    }

    // ------------------------------------------------------------------------------------------------- what it is

    /** The head of a request, which is valid. */
    RequestHead request(int stream, boolean endOfStream) {
        requireNoViolation();
        require(status == null, ":status in a request");
        if (method == null) {
            throw new IllegalArgumentException("a request without :method");
        }
        Headers headers = fields();
        Method known = Method.of(method);
        RequestRules.check(known, scheme, authority, path, protocol, headers.get("Host"));
        return new RequestHead(
                stream,
                known,
                scheme == null ? "" : scheme,
                authority,
                path == null ? "" : path,
                protocol,
                headers,
                endOfStream);
    }

    /** The status of a response. */
    Status status() {
        requireNoViolation();
        require(!hasRequestField(), "a pseudo-field of requests in a response");
        long code = status == null || status.length() != 3 ? 0 : Decimal.number(status, 0);
        require(code >= 100, "a response without a :status of three digits");
        return new Status((int) code);
    }

    /** The fields of a section that must have no pseudo-fields: trailers (§8.1). */
    Headers trailers() {
        requireNoViolation();
        require(status == null && !hasRequestField(), "a pseudo-field in trailers");
        return fields();
    }

    /** The fields but the pseudo-fields. */
    Headers fields() {
        if (authority != null && fields.size() == 0) {
            fields.add("Host", authority);
        }
        if (cookies != null) {
            fields.add("Cookie", cookies.toString());
        }
        return fields.build();
    }

    private boolean hasRequestField() {
        return method != null || scheme != null || authority != null || path != null || protocol != null;
    }

    private void requireNoViolation() {
        if (violation != null) {
            throw new IllegalArgumentException(violation);
        }
    }

    private static void require(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }
}
