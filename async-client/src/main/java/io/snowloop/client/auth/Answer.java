// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

/** Credentials for one challenge. */
interface Answer {
    /** The value of {@code Authorization} for a request. */
    String to(String method, String uri);
}
