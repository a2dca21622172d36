// SPDX-License-Identifier: Apache-2.0
/** A chat over WebSocket, shown in docs/samples/chat.md. */
@NullMarked
package io.snowloop.samples.chat;

import org.jspecify.annotations.NullMarked;
