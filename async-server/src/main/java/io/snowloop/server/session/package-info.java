// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions: what an app knows of a client from one request to the next.
 *
 * <p>Read {@link io.snowloop.server.session.CookieSigner} first: a cookie that a client cannot change. {@link
 * io.snowloop.server.session.Sessions} is the filter that gives each request its {@link io.snowloop.server.session.Session}, from a
 * {@link io.snowloop.server.session.SessionStore}. {@link io.snowloop.server.session.Csrf} refuses requests that other sites cause.
 */
@NullMarked
package io.snowloop.server.session;

import org.jspecify.annotations.NullMarked;
