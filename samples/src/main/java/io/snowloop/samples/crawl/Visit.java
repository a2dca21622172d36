// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

/**
 * A page, and the time of its fetch.
 *
 * @param nanos from the request to the last byte, without the wait for its turn
 */
record Visit(Page page, long nanos) {}
