// SPDX-License-Identifier: Apache-2.0
/**
 * The messages of DNS, as bytes and as objects: no channel, no loop and no clock.
 *
 * <p>Read in this order: {@code DomainName}, a name as it is on the wire (RFC 1035 §3.1); {@code Question} and {@code Query},
 * what is asked (RFC 1035 §4.1, RFC 6891); {@code MessageReader}, the bounds of a message; {@code ResourceRecord} and {@code
 * Reply}, what a server has answered; {@code Finding}, what the answer says about the name that was asked for: where its
 * aliases lead, and for how long it holds (RFC 2308).
 */
@NullMarked
package io.snowloop.dns.message;

import org.jspecify.annotations.NullMarked;
