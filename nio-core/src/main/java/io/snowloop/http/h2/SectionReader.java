// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h2.hpack.HpackDecoder;
import io.snowloop.http.h2.hpack.HpackException;

/**
 * The reader of header sections: it joins a HEADERS frame and its CONTINUATIONs (RFC 9113 §4.3), and decodes them when they
 * are whole. Every section is decoded, whatever becomes of its stream, because the decoder's table has to follow the peer's.
 */
final class SectionReader {
    /** An idle connection holds no larger array. */
    private static final int LARGEST_RETAINED = 4096;

    private final FrameReader frames;
    private final Http2Limits limits;
    private final HpackDecoder decoder;
    private final FieldSection section = new FieldSection();
    private final ByteQueue block = new ByteQueue();
    private int continuations;
    private boolean endOfStream;
    private boolean withinLimit;

    SectionReader(FrameReader frames, Http2Limits limits) {
        this.frames = frames;
        this.limits = limits;
        this.decoder = new HpackDecoder(limits.maxHeaderListSize());
    }

    /** The peer has acknowledged our settings, and with them the size of its table. */
    void settingsAcknowledged() {
        decoder.setMaxTableSize(limits.headerTableSize());
    }

    /** How many bytes are kept of a section that is not whole, and by a table of many small fields, which takes more than its size. */
    int kept() {
        return block.kept() + Math.max(0, decoder.memory() - HpackDecoder.DEFAULT_TABLE_SIZE);
    }

    /** Takes a HEADERS frame; true if the section is whole with it, and decoded. */
    boolean begin() throws Http2Exception {
        int padding = frames.takePadLength();
        if (frames.has(FrameType.WITH_PRIORITY)) {
            if (frames.left() - padding < 5) {
                throw new Http2Exception(ErrorCode.FRAME_SIZE_ERROR, "HEADERS without the priority that its flag says");
            }
            frames.skip(5); // deprecated, and ignored (§5.3.2)
        }
        continuations = 0;
        endOfStream = frames.has(FrameType.END_STREAM);
        return take(frames.left() - padding);
    }

    /** Takes a CONTINUATION frame; true if the section is whole with it, and decoded. */
    boolean append() throws Http2Exception {
        int limit = limits.floods().continuations();
        if (++continuations > limit) {
            throw FloodBudget.over("continuations", limit);
        }
        long largest = (long) limits.maxHeaderListSize() + limits.maxFrameSize();
        if (block.size() + frames.left() > largest) {
            throw new Http2Exception(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "a header section of more than " + largest + " bytes (limit maxHeaderListSize)");
        }
        return take(frames.left());
    }

    private boolean take(int count) throws Http2Exception {
        frames.moveTo(block, count);
        if (!frames.has(FrameType.END_HEADERS)) {
            return false;
        }
        try {
            int from = block.arrayOffset();
            withinLimit = decoder.decode(block.array(), from, from + block.size(), section);
        } catch (HpackException e) {
            throw new Http2Exception(ErrorCode.COMPRESSION_ERROR, String.valueOf(e.getMessage()));
        }
        block.clear();
        if (block.array().length > LARGEST_RETAINED) {
            block.trim();
        }
        return true;
    }

    /** The section that is whole. */
    FieldSection section() {
        return section;
    }

    boolean endOfStream() {
        return endOfStream;
    }

    /** Whether the section is within the limit of its size; if not, not all fields are there. */
    boolean isWithinLimit() {
        return withinLimit;
    }
}
