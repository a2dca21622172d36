// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.transport.Resolver;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which server of a cluster has which keys: each key has one of 16,384 slots, and each slot a server ("Redis cluster specification"). */
final class Slots {
    static final int COUNT = 16_384;

    private final @Nullable InetSocketAddress[] servers = new InetSocketAddress[COUNT];

    /** Null if it is not known. */
    @Nullable
    InetSocketAddress server(int slot) {
        return servers[slot];
    }

    void moved(int slot, InetSocketAddress server) {
        servers[slot] = server;
    }

    /**
     * Takes the answer of {@code CLUSTER SLOTS}: for each range of slots its first, its last, its master and its replicas.
     *
     * @param asked stands for a server without a name, which means the one that was asked
     * @throws IllegalStateException if a range is not one of slots, or they have more than all: some kilobytes could say millions of times all
     */
    void update(RespValue answer, InetSocketAddress asked) {
        long taken = 0;
        for (RespValue each : answer.items()) {
            List<RespValue> range = each.items();
            long first = range.get(0).number();
            long last = range.get(1).number();
            taken += last - first + 1;
            if (first < 0 || last < first || last >= COUNT || taken > COUNT) { // each slot has one server
                throw new IllegalStateException("not a part of " + COUNT + " slots: " + first + " to " + last);
            }
            List<RespValue> master = range.get(2).items();
            InetSocketAddress server =
                    address(master.get(0).text(), (int) master.get(1).number(), asked);
            Arrays.fill(servers, (int) first, (int) last + 1, server);
        }
    }

    static InetSocketAddress address(@Nullable String host, int port, InetSocketAddress asked) {
        return Resolver.address(
                host == null || host.isEmpty() || host.equals("?") ? asked.getHostString() : host, port);
    }

    /** The slot of a key: of what is in its first braces, if there is something, so that keys can be kept together. */
    static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open);
        String tag = close > open + 1 ? key.substring(open + 1, close) : key;
        return crc16(tag.getBytes(UTF_8)) % COUNT;
    }

    /** CRC-16/XMODEM: the polynomial 0x1021, from 0. */
    private static int crc16(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            crc ^= (b & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
            }
            crc &= 0xFFFF;
        }
        return crc;
    }
}
