// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.util.List;

/** The fields of one connection, which a proxy does not pass on (RFC 9110 §7.6.1). Those that our loads and origins may send. */
final class HopByHop {
    /** In lower case. */
    static final List<String> FIELDS =
            List.of("connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private HopByHop() {}
}
