// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

/**
 * What is asked: the records of a type that a name has, in the class IN (RFC 1035 §4.1.2).
 *
 * @param name whose records
 * @param type {@link #A} or {@link #AAAA}
 */
public record Question(DomainName name, int type) {
    /** An IPv4 address (RFC 1035 §3.4.1). */
    public static final int A = 1;

    /** An IPv6 address (RFC 3596 §2.1). */
    public static final int AAAA = 28;

    /** The class of the Internet. */
    static final int IN = 1;

    @Override
    public String toString() {
        return name + (type == A ? " A" : " AAAA");
    }
}
