// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A question to a server that looks the answer up elsewhere, and how to recognize the answer.
 *
 * @param id from 0 to 65,535, which no one can guess
 * @param question what is asked
 * @param edns whether it has an OPT record (RFC 6891). Servers from before 1999 may refuse it.
 */
public record Query(int id, Question question, boolean edns) {
    /** The longest answer over UDP that we ask for, in bytes: it needs no fragments on any usual path (DNS flag day 2020, RFC 9715). */
    static final int PAYLOAD = 1232;

    /** Recursion desired: RD (RFC 1035 §4.1.1). */
    private static final int RECURSE = 0x0100;

    private static final int HEADER = 12;
    private static final int OPT = 41;

    /** The length of an OPT record without options. */
    private static final int OPT_LENGTH = 11;

    /** The message, without the length that it has before it over TCP. */
    public ByteBuffer encode() {
        int length = HEADER + question.name().length() + 4 + (edns ? OPT_LENGTH : 0);
        ByteBuffer message = ByteBuffer.allocate(length);
        message.putShort((short) id).putShort((short) RECURSE);
        message.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) (edns ? 1 : 0));
        question.name().write(message);
        message.putShort((short) question.type()).putShort((short) Question.IN);
        if (edns) { // RFC 6891 §6.1.2: the class is the payload, the TTL has the version 0 and no flags
            DomainName.ROOT.write(message);
            message.putShort((short) OPT).putShort((short) PAYLOAD).putInt(0).putShort((short) 0);
        }
        return message.flip();
    }

    /**
     * Reads a message. Null if it is not the answer to this query: another id, another question, or no answer at all. Anyone can send
     * such a message, so it says nothing about the server (RFC 5452 §9.1).
     *
     * @param message what remains of it; its position stays
     * @throws MalformedMessageException if it is the answer, and cannot be read
     */
    public @Nullable Reply reply(ByteBuffer message) throws MalformedMessageException {
        MessageReader reader = new MessageReader(message);
        Header header = Header.of(reader, id);
        if (header == null || !echoes(header, reader)) {
            return null;
        }
        return header.isTruncated() ? Reply.truncated(header) : Reply.read(header, reader);
    }

    /** RFC 5452 §9.1. A server that can't read the question answers without one, and with an error (RFC 6891 §7). */
    private boolean echoes(Header header, MessageReader reader) {
        if (header.questions() == 0) {
            return header.code() != ResponseCode.NOERROR && header.code() != ResponseCode.NXDOMAIN;
        }
        try {
            return header.questions() == 1
                    && reader.name().equals(question.name())
                    && reader.u16() == question.type()
                    && reader.u16() == Question.IN;
        } catch (MalformedMessageException e) {
            return false;
        }
    }
}
