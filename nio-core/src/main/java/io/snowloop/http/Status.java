// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import org.jspecify.annotations.Nullable;

/**
 * The status code of a response (RFC 9110 §15): one of the constants, or any other number of three digits.
 *
 * @param code from 100 to 999; a client that does not know a code treats it as the first code of its class (§15)
 */
public record Status(int code) {
    private static final Status[] KNOWN = new Status[600];
    private static final String[] REASONS = new String[600];

    /** 100 Continue (RFC 9110 §15.2.1). */
    public static final Status CONTINUE = known(100, "Continue");
    /** 101 Switching Protocols (RFC 9110 §15.2.2). */
    public static final Status SWITCHING_PROTOCOLS = known(101, "Switching Protocols");
    /** 103 Early Hints (RFC 8297 §2). */
    public static final Status EARLY_HINTS = known(103, "Early Hints");
    /** 200 OK (RFC 9110 §15.3.1). */
    public static final Status OK = known(200, "OK");
    /** 201 Created (RFC 9110 §15.3.2). */
    public static final Status CREATED = known(201, "Created");
    /** 202 Accepted (RFC 9110 §15.3.3). */
    public static final Status ACCEPTED = known(202, "Accepted");
    /** 203 Non-Authoritative Information (RFC 9110 §15.3.4). */
    public static final Status NON_AUTHORITATIVE_INFORMATION = known(203, "Non-Authoritative Information");
    /** 204 No Content (RFC 9110 §15.3.5). */
    public static final Status NO_CONTENT = known(204, "No Content");
    /** 205 Reset Content (RFC 9110 §15.3.6). */
    public static final Status RESET_CONTENT = known(205, "Reset Content");
    /** 206 Partial Content (RFC 9110 §15.3.7). */
    public static final Status PARTIAL_CONTENT = known(206, "Partial Content");
    /** 300 Multiple Choices (RFC 9110 §15.4.1). */
    public static final Status MULTIPLE_CHOICES = known(300, "Multiple Choices");
    /** 301 Moved Permanently (RFC 9110 §15.4.2). */
    public static final Status MOVED_PERMANENTLY = known(301, "Moved Permanently");
    /** 302 Found (RFC 9110 §15.4.3). */
    public static final Status FOUND = known(302, "Found");
    /** 303 See Other (RFC 9110 §15.4.4). */
    public static final Status SEE_OTHER = known(303, "See Other");
    /** 304 Not Modified (RFC 9110 §15.4.5). */
    public static final Status NOT_MODIFIED = known(304, "Not Modified");
    /** 307 Temporary Redirect (RFC 9110 §15.4.8). */
    public static final Status TEMPORARY_REDIRECT = known(307, "Temporary Redirect");
    /** 308 Permanent Redirect (RFC 9110 §15.4.9). */
    public static final Status PERMANENT_REDIRECT = known(308, "Permanent Redirect");
    /** 400 Bad Request (RFC 9110 §15.5.1). */
    public static final Status BAD_REQUEST = known(400, "Bad Request");
    /** 401 Unauthorized (RFC 9110 §15.5.2). */
    public static final Status UNAUTHORIZED = known(401, "Unauthorized");
    /** 402 Payment Required (RFC 9110 §15.5.3). */
    public static final Status PAYMENT_REQUIRED = known(402, "Payment Required");
    /** 403 Forbidden (RFC 9110 §15.5.4). */
    public static final Status FORBIDDEN = known(403, "Forbidden");
    /** 404 Not Found (RFC 9110 §15.5.5). */
    public static final Status NOT_FOUND = known(404, "Not Found");
    /** 405 Method Not Allowed (RFC 9110 §15.5.6). */
    public static final Status METHOD_NOT_ALLOWED = known(405, "Method Not Allowed");
    /** 406 Not Acceptable (RFC 9110 §15.5.7). */
    public static final Status NOT_ACCEPTABLE = known(406, "Not Acceptable");
    /** 407 Proxy Authentication Required (RFC 9110 §15.5.8). */
    public static final Status PROXY_AUTHENTICATION_REQUIRED = known(407, "Proxy Authentication Required");
    /** 408 Request Timeout (RFC 9110 §15.5.9). */
    public static final Status REQUEST_TIMEOUT = known(408, "Request Timeout");
    /** 409 Conflict (RFC 9110 §15.5.10). */
    public static final Status CONFLICT = known(409, "Conflict");
    /** 410 Gone (RFC 9110 §15.5.11). */
    public static final Status GONE = known(410, "Gone");
    /** 411 Length Required (RFC 9110 §15.5.12). */
    public static final Status LENGTH_REQUIRED = known(411, "Length Required");
    /** 412 Precondition Failed (RFC 9110 §15.5.13). */
    public static final Status PRECONDITION_FAILED = known(412, "Precondition Failed");
    /** 413 Content Too Large (RFC 9110 §15.5.14). */
    public static final Status CONTENT_TOO_LARGE = known(413, "Content Too Large");
    /** 414 URI Too Long (RFC 9110 §15.5.15). */
    public static final Status URI_TOO_LONG = known(414, "URI Too Long");
    /** 415 Unsupported Media Type (RFC 9110 §15.5.16). */
    public static final Status UNSUPPORTED_MEDIA_TYPE = known(415, "Unsupported Media Type");
    /** 416 Range Not Satisfiable (RFC 9110 §15.5.17). */
    public static final Status RANGE_NOT_SATISFIABLE = known(416, "Range Not Satisfiable");
    /** 417 Expectation Failed (RFC 9110 §15.5.18). */
    public static final Status EXPECTATION_FAILED = known(417, "Expectation Failed");
    /** 421 Misdirected Request (RFC 9110 §15.5.20). */
    public static final Status MISDIRECTED_REQUEST = known(421, "Misdirected Request");
    /** 422 Unprocessable Content (RFC 9110 §15.5.21). */
    public static final Status UNPROCESSABLE_CONTENT = known(422, "Unprocessable Content");
    /** 425 Too Early (RFC 8470 §5.2). */
    public static final Status TOO_EARLY = known(425, "Too Early");
    /** 426 Upgrade Required (RFC 9110 §15.5.22). */
    public static final Status UPGRADE_REQUIRED = known(426, "Upgrade Required");
    /** 428 Precondition Required (RFC 6585 §3). */
    public static final Status PRECONDITION_REQUIRED = known(428, "Precondition Required");
    /** 429 Too Many Requests (RFC 6585 §4). */
    public static final Status TOO_MANY_REQUESTS = known(429, "Too Many Requests");
    /** 431 Request Header Fields Too Large (RFC 6585 §5). */
    public static final Status REQUEST_HEADER_FIELDS_TOO_LARGE = known(431, "Request Header Fields Too Large");
    /** 451 Unavailable For Legal Reasons (RFC 7725 §3). */
    public static final Status UNAVAILABLE_FOR_LEGAL_REASONS = known(451, "Unavailable For Legal Reasons");
    /** 500 Internal Server Error (RFC 9110 §15.6.1). */
    public static final Status INTERNAL_SERVER_ERROR = known(500, "Internal Server Error");
    /** 501 Not Implemented (RFC 9110 §15.6.2). */
    public static final Status NOT_IMPLEMENTED = known(501, "Not Implemented");
    /** 502 Bad Gateway (RFC 9110 §15.6.3). */
    public static final Status BAD_GATEWAY = known(502, "Bad Gateway");
    /** 503 Service Unavailable (RFC 9110 §15.6.4). */
    public static final Status SERVICE_UNAVAILABLE = known(503, "Service Unavailable");
    /** 504 Gateway Timeout (RFC 9110 §15.6.5). */
    public static final Status GATEWAY_TIMEOUT = known(504, "Gateway Timeout");
    /** 505 HTTP Version Not Supported (RFC 9110 §15.6.6). */
    public static final Status HTTP_VERSION_NOT_SUPPORTED = known(505, "HTTP Version Not Supported");
    /** 507 Insufficient Storage (RFC 4918 §11.5). */
    public static final Status INSUFFICIENT_STORAGE = known(507, "Insufficient Storage");
    /** 511 Network Authentication Required (RFC 6585 §6). */
    public static final Status NETWORK_AUTHENTICATION_REQUIRED = known(511, "Network Authentication Required");

    /**
     * A status with this code.
     * @param code from 100 to 999
     * @throws IllegalArgumentException if the code is not in 100..999
     */
    public Status {
        if (code < 100 || code > 999) {
            throw new IllegalArgumentException("status code " + code + " is not in 100..999");
        }
    }

    private static Status known(int code, String reason) {
        REASONS[code] = reason;
        KNOWN[code] = new Status(code);
        return KNOWN[code];
    }

    /**
     * {@return the status of this code: a constant where there is one}
     * @param code from 100 to 999
     * @throws IllegalArgumentException if the code is not in 100..999
     */
    public static Status of(int code) {
        boolean known = code >= 100 && code < KNOWN.length && KNOWN[code] != null;
        return known ? KNOWN[code] : new Status(code);
    }

    /** {@return the usual text for this code, empty if there is none} It has no meaning for a program (RFC 9112 §4). */
    public String reasonPhrase() {
        String reason = code < REASONS.length ? REASONS[code] : null;
        return reason == null ? "" : reason;
    }

    /** {@return whether it is 1xx: an interim response; the final one follows} */
    public boolean isInformational() {
        return code < 200;
    }

    /** {@return whether it is 2xx} */
    public boolean isSuccess() {
        return code >= 200 && code < 300;
    }

    /** {@return whether it is 3xx, which includes 304 Not Modified} */
    public boolean isRedirection() {
        return code >= 300 && code < 400;
    }

    /** {@return whether it is 4xx} */
    public boolean isClientError() {
        return code >= 400 && code < 500;
    }

    /** {@return whether it is 5xx} */
    public boolean isServerError() {
        return code >= 500 && code < 600;
    }

    /** {@return whether it is 4xx or 5xx} */
    public boolean isError() {
        return code >= 400 && code < 600;
    }

    // By hand: the equals of a record is made with method handles at its first call, which costs 13 ms of a server's
    // start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Status status && code == status.code;
    }

    @Override
    public int hashCode() {
        return code;
    }

    /** The code and its reason phrase: {@code 404 Not Found}. */
    @Override
    public String toString() {
        return (code + " " + reasonPhrase()).trim();
    }
}
