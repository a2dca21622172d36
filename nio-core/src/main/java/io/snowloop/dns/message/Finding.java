// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import java.util.List;

/** What is known about a name and a type of records, and for how many seconds. */
public sealed interface Finding {
    /** The time of what is missing without a record that has one (RFC 2308 §5): it holds for this look-up only. */
    long UNKNOWN_TTL = -1;

    /** For how many seconds it holds; 0: for this look-up only; {@link #UNKNOWN_TTL}. */
    long ttl();

    /** The same, for at most so many seconds. */
    Finding until(long seconds);

    /** The addresses: at least one, each of 4 or 16 bytes. */
    record Addresses(List<byte[]> addresses, long ttl) implements Finding {
        @Override
        public Finding until(long seconds) {
            return new Addresses(addresses, Math.min(ttl, seconds));
        }
    }

    /** There are none: the name does not exist, or has no records of this type. */
    record Missing(boolean unknownName, long ttl) implements Finding {
        @Override
        public Finding until(long seconds) {
            return new Missing(unknownName, Math.min(ttl, seconds));
        }
    }

    /** The name is an alias. The server does not know what it stands for. */
    record Elsewhere(DomainName target, long ttl) implements Finding {
        @Override
        public Finding until(long seconds) {
            return new Elsewhere(target, Math.min(ttl, seconds));
        }
    }

    /** The addresses of records; they hold no longer than the aliases that led to them. */
    static Addresses addresses(List<ResourceRecord.Address> records, long ttl) {
        long least = ttl;
        for (ResourceRecord.Address address : records) {
            least = Math.min(least, address.ttl());
        }
        return new Addresses(records.stream().map(ResourceRecord.Address::bytes).toList(), least);
    }
}
