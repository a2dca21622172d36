// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

/** The version of HTTP of a message (RFC 9110 §2.5). */
public enum Version {
    /** HTTP/1.0 (RFC 1945). */
    HTTP_1_0("HTTP/1.0"),
    /** HTTP/1.1 (RFC 9112). */
    HTTP_1_1("HTTP/1.1"),
    /** HTTP/2 (RFC 9113). It has no minor versions; where one is needed, it is 0 (RFC 9110 §2.5). */
    HTTP_2("HTTP/2.0");

    private final String text;

    Version(String text) {
        this.text = text;
    }

    /** The version, as in a start line and in access logs: {@code HTTP/1.1}, {@code HTTP/2.0}. */
    @Override
    public String toString() {
        return text;
    }
}
