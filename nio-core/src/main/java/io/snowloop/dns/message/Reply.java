// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of a server to a {@link Query}. */
public final class Reply {
    /** The most names that one name leads to, one after the other. Real chains have up to four. */
    public static final int MAX_ALIASES = 16;

    /**
     * Of the addresses of one type that a name has, the first so many count: an answer over TCP may have 4,000, which are kept. As many as a
     * {@link io.snowloop.transport.Connector} tries.
     */
    public static final int MAX_ADDRESSES = 64;

    private final Header header;
    private final int code;
    private final List<ResourceRecord> answers;
    private final List<ResourceRecord> authorities;

    private Reply(Header header, int code, List<ResourceRecord> answers, List<ResourceRecord> authorities) {
        this.header = header;
        this.code = code;
        this.answers = answers;
        this.authorities = authorities;
    }

    /** Its records are not read: some are missing, and the last one may be cut in two (RFC 2181 §9). */
    static Reply truncated(Header header) {
        return new Reply(header, header.code(), List.of(), List.of());
    }

    static Reply read(Header header, MessageReader reader) throws MalformedMessageException {
        List<ResourceRecord> answers = records(reader, header.answers());
        List<ResourceRecord> authorities = records(reader, header.authorities());
        int code = header.code();
        for (ResourceRecord additional : records(reader, header.additional())) {
            if (additional instanceof ResourceRecord.Options options) {
                code |= options.upperCode() << 4;
            }
        }
        return new Reply(header, code, answers, authorities);
    }

    private static List<ResourceRecord> records(MessageReader reader, int count) throws MalformedMessageException {
        List<ResourceRecord> records = new ArrayList<>(); // and not of this size: it is only said
        for (int i = 0; i < count; i++) {
            ResourceRecord read = ResourceRecord.read(reader);
            if (read != null) {
                records.add(read);
            }
        }
        return records;
    }

    /** Whether it did not fit into a datagram (TC). It is to be asked for over TCP (RFC 7766 §5). */
    public boolean isTruncated() {
        return header.isTruncated();
    }

    /** Whether the server does not know EDNS, or not version 0 of it (RFC 6891 §7). */
    public boolean refusesEdns() {
        return code == ResponseCode.FORMERR || code == ResponseCode.NOTIMP || code == ResponseCode.BADVERS;
    }

    /** The response code. */
    public int code() {
        return code;
    }

    /**
     * What it says about the name of the question. Of its records, those count that follow from the question: the ones of the name and
     * of the names that it leads to. A server could put any others beside them (RFC 5452 §6).
     *
     * @return null if it says nothing, because of its {@link #code} or because it is a referral: to be asked is another server
     * @throws MalformedMessageException if the name leads to more than {@value #MAX_ALIASES} others
     */
    public @Nullable Finding finding(Question question) throws MalformedMessageException {
        if (code != ResponseCode.NOERROR && code != ResponseCode.NXDOMAIN) {
            return null;
        }
        DomainName name = question.name();
        long ttl = Long.MAX_VALUE;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            List<ResourceRecord.Address> addresses = addresses(name, question.type());
            if (!addresses.isEmpty()) {
                return Finding.addresses(addresses, ttl);
            }
            ResourceRecord.Alias alias = alias(name);
            if (alias == null) {
                return missing(name, aliases, ttl);
            }
            ttl = Math.min(ttl, alias.ttl());
            name = alias.target();
        }
        throw new MalformedMessageException(
                question.name() + " leads to more than " + MAX_ALIASES + " names, or to itself");
    }

    private List<ResourceRecord.Address> addresses(DomainName owner, int type) {
        List<ResourceRecord.Address> found = new ArrayList<>();
        for (ResourceRecord answer : answers) {
            if (answer instanceof ResourceRecord.Address address
                    && address.type() == type
                    && address.owner().equals(owner)
                    && found.size() < MAX_ADDRESSES) {
                found.add(address);
            }
        }
        return found;
    }

    private ResourceRecord.@Nullable Alias alias(DomainName owner) {
        for (ResourceRecord answer : answers) {
            if (answer instanceof ResourceRecord.Alias alias && alias.owner().equals(owner)) {
                return alias;
            }
        }
        return null;
    }

    /** The last name has no such records here (RFC 2308 §2). */
    private @Nullable Finding missing(DomainName last, int aliases, long ttl) {
        boolean unknown = code == ResponseCode.NXDOMAIN;
        for (ResourceRecord authority : authorities) {
            if (authority instanceof ResourceRecord.Zone zone && last.isWithin(zone.owner())) {
                return new Finding.Missing(unknown, Math.min(ttl, zone.ttl()));
            }
        }
        if (aliases > 0 && !unknown) { // the name is in another zone, which this server doesn't have
            return new Finding.Elsewhere(last, ttl);
        }
        // without an SOA record, it is not remembered (RFC 2308 §5)
        return unknown || header.isFromOneWhoKnows() ? new Finding.Missing(unknown, Finding.UNKNOWN_TTL) : null;
    }
}
