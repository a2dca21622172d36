// SPDX-License-Identifier: Apache-2.0
/**
 * The WebSocket protocol without I/O (RFC 6455). So far it has only {@link io.snowloop.websocket.MaskingKey}.
 */
@NullMarked
package io.snowloop.websocket;

import org.jspecify.annotations.NullMarked;
