// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

/** The length of the backlog, the same for each server that has such a setting. */
final class Backlog {
    static final int LENGTH = 16_384;

    private Backlog() {}
}
