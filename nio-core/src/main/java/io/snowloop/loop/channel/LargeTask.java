// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

/** A task that may be much work, as what a connection has left for the next turn. The loop looks at the clock behind each. */
public interface LargeTask extends Runnable {}
