// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

/** The version of HTTP of a message (RFC 9110 §2.5). */
public enum Version {
    /** HTTP/1.0 (RFC 1945). */
    HTTP_1_0("HTTP/1.0"),
    /** HTTP/1.1 (RFC 9112). */
    HTTP_1_1("HTTP/1.1");

    private final String text;

    Version(String text) {
        this.text = text;
    }

    /** The version, as in a start line: {@code HTTP/1.1}. */
    @Override
    public String toString() {
        return text;
    }
}
