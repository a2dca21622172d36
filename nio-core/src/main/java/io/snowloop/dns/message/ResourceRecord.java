// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import org.jspecify.annotations.Nullable;

/** A record of one of the types that a look-up of addresses needs. The others are skipped. */
sealed interface ResourceRecord {
    int CNAME = 5;
    int SOA = 6;
    int OPT = 41;

    /** The name that has the record. */
    DomainName owner();

    /** For how many seconds it holds. */
    long ttl();

    /** An address, of 4 or 16 bytes; {@code type} is that of the question. No record: those are equal by their arrays' identity. */
    final class Address implements ResourceRecord {
        private final DomainName owner;
        private final long ttl;
        private final int type;
        private final byte[] bytes;

        Address(DomainName owner, long ttl, int type, byte[] bytes) {
            this.owner = owner;
            this.ttl = ttl;
            this.type = type;
            this.bytes = bytes;
        }

        @Override
        public DomainName owner() {
            return owner;
        }

        @Override
        public long ttl() {
            return ttl;
        }

        int type() {
            return type;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** The owner is another name of the target (RFC 1035 §3.3.1). */
    record Alias(DomainName owner, long ttl, DomainName target) implements ResourceRecord {}

    /** The zone of a name that has no such records, and for how long it has none (RFC 2308 §5). */
    record Zone(DomainName owner, long ttl) implements ResourceRecord {}

    /** Not data: the upper bits of the response code (RFC 6891 §6.1.3). */
    record Options(DomainName owner, long ttl, int upperCode) implements ResourceRecord {}

    /** Reads the next record; null if it is of another type or class. */
    static @Nullable ResourceRecord read(MessageReader reader) throws MalformedMessageException {
        DomainName owner = reader.name();
        int type = reader.u16();
        int recordClass = reader.u16();
        long ttl = reader.u32();
        int length = reader.u16();
        if (type == OPT) { // its class is a size
            reader.skip(length);
            return new Options(owner, 0, (int) (ttl >>> 24));
        }
        int end = reader.position() + length;
        ResourceRecord read = recordClass == Question.IN ? data(reader, owner, type, seconds(ttl)) : null;
        if (read == null) {
            reader.skip(length);
        }
        if (reader.position() != end) {
            throw new MalformedMessageException(
                    "a record of type " + type + " of " + owner + " says that it has " + length + " bytes");
        }
        return read;
    }

    private static @Nullable ResourceRecord data(MessageReader reader, DomainName owner, int type, long ttl)
            throws MalformedMessageException {
        return switch (type) {
            case Question.A -> new Address(owner, ttl, type, reader.bytes(4));
            case Question.AAAA -> new Address(owner, ttl, type, reader.bytes(16));
            case CNAME -> new Alias(owner, ttl, reader.name());
            case SOA -> zone(reader, owner, ttl);
            default -> null;
        };
    }

    /** RFC 1035 §3.3.13: two names and five numbers, of which the last one counts here. */
    private static Zone zone(MessageReader reader, DomainName owner, long ttl) throws MalformedMessageException {
        reader.name();
        reader.name();
        reader.skip(4 * 4);
        return new Zone(owner, Math.min(ttl, seconds(reader.u32())));
    }

    /** RFC 2181 §8: a number with the highest bit counts as 0. */
    private static long seconds(long ttl) {
        return ttl > Integer.MAX_VALUE ? 0 : ttl;
    }
}
