// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;

/**
 * The reader of frames. {@link #next} reads the header of the next frame; the frame can be handled when its payload is whole,
 * but data and what is unknown come in pieces. The payload is then read by index ({@link #intAt}), or taken; what is left
 * of it is skipped by {@link #end}.
 */
final class FrameReader {
    private final FrameInput in = new FrameInput();
    private final FrameRules rules;

    /** The bytes of the client's preface that have not come. */
    private int prefaceLeft;

    /** Whether the header of a frame was read, and its payload is not used up. */
    private boolean inFrame;

    /** Of the payload, in bytes, as far as it was not taken. */
    private int left;

    private int type;
    private int flags;
    private int stream;

    FrameReader(Role role, Http2Limits limits) {
        rules = new FrameRules(limits.maxFrameSize());
        prefaceLeft = role == Role.SERVER ? Http2Preface.LENGTH : 0;
    }

    FrameInput input() {
        return in;
    }

    /** Whether the peer has begun something other than data, and not ended it. */
    boolean isMidFrame() {
        boolean midPreface = prefaceLeft > 0 && prefaceLeft < Http2Preface.LENGTH;
        return midPreface || rules.isMidSection() || (inFrame ? type != FrameType.DATA : in.size() > 0);
    }

    /** Whether there is a frame, or a part of one with data, to be handled now. */
    boolean next() throws Http2Exception {
        if (prefaceLeft > 0 && !readPreface()) {
            return false;
        }
        if (!inFrame) {
            if (in.size() < FrameType.HEADER_LENGTH) {
                return false;
            }
            readHeader();
        }
        if (type == FrameType.DATA) {
            return left == 0 || in.size() > 0;
        }
        if (FrameRules.isUnknown(type)) { // it may be long, and must not be kept
            skip(Math.min(left, in.size()));
            return left == 0;
        }
        return in.size() >= left;
    }

    private boolean readPreface() throws Http2Exception {
        while (prefaceLeft > 0 && in.size() > 0) {
            if (!Http2Preface.hasAt(Http2Preface.LENGTH - prefaceLeft, in.byteAt(0))) {
                throw new Http2Exception(ErrorCode.PROTOCOL_ERROR, "no client preface (RFC 9113 §3.4)");
            }
            in.skip(1);
            prefaceLeft--;
        }
        return prefaceLeft == 0;
    }

    private void readHeader() throws Http2Exception {
        left = in.intAt(0) >>> 8;
        type = in.byteAt(3);
        flags = in.byteAt(4);
        stream = in.intAt(5) & Integer.MAX_VALUE; // the first bit is reserved, and ignored (§4.1)
        in.skip(FrameType.HEADER_LENGTH);
        inFrame = true;
        rules.check(left, type, flags, stream);
    }

    int type() {
        return type;
    }

    int stream() {
        return stream;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    // ------------------------------------------------------------------------------------------------------ payload

    /** How many bytes of the payload were not taken yet. */
    int left() {
        return left;
    }

    /** Whether nothing of the payload has arrived that was not taken. */
    boolean isEmpty() {
        return in.size() == 0;
    }

    int byteAt(int index) {
        return in.byteAt(index);
    }

    int intAt(int index) {
        return in.intAt(index);
    }

    long longAt(int index) {
        return in.longAt(index);
    }

    String textAt(int index, int count) {
        return in.textAt(index, count);
    }

    /** Takes the byte that says how many bytes of padding are at the end; 0 if there is none (§6.1). */
    int takePadLength() throws Http2Exception {
        if (!has(FrameType.PADDED)) {
            return 0;
        }
        if (left == 0) {
            throw new Http2Exception(ErrorCode.FRAME_SIZE_ERROR, FrameType.name(type) + " without its pad length");
        }
        int padding = in.byteAt(0);
        skip(1);
        if (padding > left) {
            throw new Http2Exception(
                    ErrorCode.PROTOCOL_ERROR, FrameType.name(type) + " of padding only, and more than it has");
        }
        return padding;
    }

    void skip(int count) {
        in.skip(count);
        left -= count;
    }

    /** Skips as much as has arrived; returns how much. */
    int skipAvailable() {
        int count = Math.min(left, in.size());
        skip(count);
        return count;
    }

    ByteBuffer take(int most) {
        ByteBuffer slice = in.take(most);
        left -= slice.remaining();
        return slice;
    }

    void moveTo(ByteQueue queue, int count) {
        in.moveTo(queue, count);
        left -= count;
    }

    /** Ends the frame. What is left of it has arrived. */
    void end() {
        skip(left);
        inFrame = false;
    }
}
