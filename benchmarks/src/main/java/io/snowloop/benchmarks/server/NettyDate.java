// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.channel.EventLoop;
import io.netty.util.AsciiString;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/** The {@code Date} of {@link NettyPeer}, which the loop updates each second. */
final class NettyDate {
    private AsciiString text = now();

    NettyDate(EventLoop loop) {
        loop.scheduleAtFixedRate(() -> text = now(), 1, 1, TimeUnit.SECONDS);
    }

    AsciiString text() {
        return text;
    }

    private static AsciiString now() {
        return new AsciiString(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    }
}
