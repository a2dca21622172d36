// SPDX-License-Identifier: Apache-2.0
/**
 * A Fetcher and a Snow app, whole, on a simulated network on which things go wrong, under many seeds.
 *
 * <p>{@link io.snowloop.samples.scenario.World} is the two hosts and what both must leave behind, which is nothing;
 * {@link io.snowloop.samples.scenario.Site} is the app, and {@link io.snowloop.samples.scenario.Call} one fetch, which
 * knows what it must come to. The tests are one promise of the toolkit each.
 */
package io.snowloop.samples.scenario;
