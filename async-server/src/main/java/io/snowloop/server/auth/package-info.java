// SPDX-License-Identifier: Apache-2.0
/**
 * Who sends a request (RFC 9110 §11). Read {@link io.snowloop.server.auth.Authentication} first, the filter; then {@code
 * AuthorizationField}, what a client sends, and {@link io.snowloop.server.auth.Secret}, which compares it without telling how much of it was
 * right.
 */
@NullMarked
package io.snowloop.server.auth;

import org.jspecify.annotations.NullMarked;
