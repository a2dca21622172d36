// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.transport.Resolver;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a name server knows, and the bytes of its answers. It is written without the codec under test, straight from RFC 1035 §4. It follows
 * aliases that it knows, and looks nothing up elsewhere.
 */
public final class DnsZone {
    /** The type of an IPv4 address. */
    public static final int A = 1;

    /** The type of an IPv6 address. */
    public static final int AAAA = 28;

    private static final int CNAME = 5;
    private static final int SOA = 6;
    private static final int OPT = 41;

    private final Map<String, List<Data>> names = new LinkedHashMap<>();
    private int ttl = 300;
    private int unknownTtl = 60;

    private record Data(int type, int ttl, ByteBuffer bytes) {}

    /** The time to live of the records that are added from now on, in seconds. */
    public DnsZone ttl(int seconds) {
        ttl = seconds;
        return this;
    }

    /** How long it holds that there is no record, in seconds. */
    public DnsZone unknownTtl(int seconds) {
        unknownTtl = seconds;
        return this;
    }

    /** Adds records of type A or AAAA. */
    public DnsZone address(String name, String... addresses) {
        for (String address : addresses) {
            byte[] bytes = Resolver.address(address, 0).getAddress().getAddress();
            add(name, bytes.length == 4 ? A : AAAA, bytes);
        }
        return this;
    }

    /** Adds a CNAME record. */
    public DnsZone alias(String name, String target) {
        return add(name, CNAME, wire(target));
    }

    private DnsZone add(String name, int type, byte[] bytes) {
        names.computeIfAbsent(name.toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                .add(new Data(type, ttl, ByteBuffer.wrap(bytes)));
        return this;
    }

    /** A name as it is on the wire. */
    public static byte[] wire(String name) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            wire.write(bytes.length);
            wire.writeBytes(bytes);
        }
        wire.write(0);
        return wire.toByteArray();
    }

    /** The name and the type of a query's question, such as {@code www.example.org AAAA}. */
    public static String question(ByteBuffer query) {
        int end = endOfName(query);
        int type = query.getShort(query.position() + end);
        return name(query) + (type == A ? " A" : type == AAAA ? " AAAA" : " " + type);
    }

    /** Whether a query has an OPT record. */
    public static boolean hasEdns(ByteBuffer query) {
        return query.getShort(query.position() + 10) > 0;
    }

    private static int endOfName(ByteBuffer query) {
        int at = 12;
        while (query.get(query.position() + at) != 0) {
            at += 1 + query.get(query.position() + at);
        }
        return at + 1;
    }

    private static String name(ByteBuffer query) {
        StringBuilder name = new StringBuilder();
        for (int at = 12; query.get(query.position() + at) != 0; at += 1 + query.get(query.position() + at)) {
            name.append(name.isEmpty() ? "" : ".");
            for (int i = 1; i <= query.get(query.position() + at); i++) {
                name.append((char) query.get(query.position() + at + i));
            }
        }
        return name.toString();
    }

    /** The answer to a query, with RD and RA; {@code datagram}: cut off, with TC, if it is too long for one. */
    public ByteBuffer answer(ByteBuffer query, boolean datagram) {
        int type = query.getShort(query.position() + endOfName(query));
        String name = name(query).toLowerCase(Locale.ROOT);
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        byte[] owner = {(byte) 0xC0, 12}; // a pointer to the name of the question
        int count = 0;
        boolean found = false;
        boolean exists = names.containsKey(name);
        for (boolean again = true; again; ) {
            again = false;
            byte[] target = owner;
            for (Data data : names.getOrDefault(name, List.of())) {
                if (data.type == type || data.type == CNAME) {
                    record(records, owner, data.type, data.ttl, data.bytes.array());
                    count++;
                    found |= data.type == type;
                    if (data.type == CNAME) {
                        target = data.bytes.array();
                        name = text(target);
                        again = count < 20; // aliases may lead in a circle
                    }
                }
            }
            owner = target;
            exists |= names.containsKey(name);
        }
        boolean elsewhere = count > 0 && !found;
        ByteArrayOutputStream zone = new ByteArrayOutputStream();
        if (count == 0) {
            record(zone, new byte[] {0}, SOA, unknownTtl, soa());
        }
        boolean tooLong = datagram && 12 + records.size() + 300 > (hasEdns(query) ? 1232 : 512);
        int code = exists || elsewhere ? 0 : 3;
        return tooLong
                ? message(query, 0x8380, 0, 0, new byte[0])
                : message(query, 0x8180 | code, count, count == 0 ? 1 : 0, bytes(records, zone));
    }

    /** An answer without records, such as an error; {@code flags} as RFC 1035 §4.1.1 has them. */
    public static ByteBuffer message(ByteBuffer query, int flags) {
        return message(query, flags, 0, 0, new byte[0]);
    }

    /** An answer with these records; with an OPT record if the query has one. */
    public static ByteBuffer message(ByteBuffer query, int flags, int answers, int authorities, byte[] records) {
        int end = endOfName(query) + 4;
        byte[] question = new byte[end - 12];
        query.get(query.position() + 12, question);
        boolean edns = hasEdns(query);
        ByteBuffer message = ByteBuffer.allocate(end + records.length + (edns ? 11 : 0));
        message.putShort(query.getShort(query.position())).putShort((short) flags);
        message.putShort((short) 1).putShort((short) answers).putShort((short) authorities);
        message.putShort((short) (edns ? 1 : 0)).put(question).put(records);
        if (edns) {
            message.put((byte) 0)
                    .putShort((short) OPT)
                    .putShort((short) 1232)
                    .putInt(0)
                    .putShort((short) 0);
        }
        return message.flip();
    }

    /** A record of the class IN. */
    public static byte[] record(byte[] owner, int type, int ttl, byte[] data) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record(record, owner, type, ttl, data);
        return record.toByteArray();
    }

    private static void record(ByteArrayOutputStream out, byte[] owner, int type, int ttl, byte[] data) {
        out.writeBytes(owner);
        out.writeBytes(ByteBuffer.allocate(10)
                .putShort((short) type)
                .putShort((short) 1)
                .putInt(ttl)
                .putShort((short) data.length)
                .array());
        out.writeBytes(data);
    }

    /** RFC 1035 §3.3.13, with the root as both names. */
    private byte[] soa() {
        return ByteBuffer.allocate(22)
                .putShort((short) 0)
                .putInt(1)
                .putInt(2)
                .putInt(3)
                .putInt(4)
                .putInt(unknownTtl)
                .array();
    }

    private static byte[] bytes(ByteArrayOutputStream first, ByteArrayOutputStream second) {
        first.writeBytes(second.toByteArray());
        return first.toByteArray();
    }

    private static String text(byte[] wire) {
        return name(ByteBuffer.allocate(12 + wire.length).position(12).put(wire).flip())
                .toLowerCase(Locale.ROOT);
    }
}
