// SPDX-License-Identifier: Apache-2.0
/**
 * A reverse proxy, shown in docs/how-to/reverse-proxy.md. Read {@link io.snowloop.samples.proxy.ReverseProxy}, then {@link
 * io.snowloop.samples.proxy.Backends}, and at last {@link io.snowloop.samples.proxy.WebSocketRelay}.
 */
@NullMarked
package io.snowloop.samples.proxy;

import org.jspecify.annotations.NullMarked;
