// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests of all modules stand on: clocks that a test moves, a selector that says how it was asked to wait, a
 * protocol that writes down its calls.
 */
package io.snowloop.testing;
