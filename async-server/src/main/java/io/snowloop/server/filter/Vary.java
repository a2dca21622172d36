// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.http.Headers;

/** The {@code Vary} field (RFC 9110 §12.5.5): the request's fields that a cache has to compare. */
final class Vary {
    private Vary() {}

    /** These headers, in which {@code Vary} lists this field. One that lists it, or has an asterisk, stays as it is. */
    static Headers by(String field, Headers headers) {
        boolean listed = headers.hasToken("Vary", field) || headers.hasToken("Vary", "*");
        return listed ? headers : headers.plus("Vary", field);
    }
}
