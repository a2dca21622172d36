// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that know nothing of the simulator, and run in it unchanged: each in a JVM with {@code SimProvider}. One on Netty has
 * virtual time, too.
 */
@NullMarked
package io.snowloop.samples.strangers;

import org.jspecify.annotations.NullMarked;
