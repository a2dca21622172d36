// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.sim.Faults;
import java.util.List;
import org.junit.jupiter.api.extension.Extension;

/**
 * Into which segments the network cuts what a peer sends. What a message comes to must not depend on it: TCP is a stream
 * of bytes, and a segment ends anywhere (RFC 9112 §2.2 knows lines and lengths only).
 *
 * <p>The tests of a class that is marked with {@link EverySegmentation} run once under each of them. What sends for a test
 * asks {@link #current} and {@linkplain #segments cuts} accordingly.
 */
public enum Segmentation {
    /** In one segment. */
    WHOLE("whole"),

    /** In two segments. The first one ends in the middle of the first line. */
    IN_START_LINE("cut in the start line") {
        @Override
        int cut(String bytes) {
            return bytes.indexOf(CRLF) / 2;
        }
    },

    /** In two segments. The first one ends in the middle of the second line. */
    IN_HEADER_LINE("cut in a header line") {
        @Override
        int cut(String bytes) {
            int begin = bytes.indexOf(CRLF) + CRLF.length();
            return (begin + bytes.indexOf(CRLF, begin)) / 2;
        }
    },

    /** In two segments. The last line end of the head is cut. */
    BETWEEN_CR_AND_LF("cut between CR and LF") {
        @Override
        int cut(String bytes) {
            return headEnd(bytes) - 1;
        }
    },

    /** In two segments. The first one is the head. */
    AFTER_HEAD("cut after the head") {
        @Override
        int cut(String bytes) {
            return headEnd(bytes);
        }
    },

    /** In two segments. The first one ends in the middle of what follows the head. */
    IN_BODY("cut in the body") {
        @Override
        int cut(String bytes) {
            return (headEnd(bytes) + bytes.length()) / 2;
        }
    },

    /** In segments of one byte. */
    BYTES("byte by byte") {
        @Override
        public List<String> segments(String bytes) {
            return bytes.chars().mapToObj(Character::toString).toList();
        }
    };

    private static final String CRLF = "\r\n";

    /** In bytes a second: so that each byte arrives in a nanosecond of its own, and is read alone. */
    private static final long BYTE_BY_BYTE = 1_000_000_000;

    private static final ThreadLocal<Segmentation> CURRENT = ThreadLocal.withInitial(() -> WHOLE);

    private final String name;

    Segmentation(String name) {
        this.name = name;
    }

    /** The one that the running test is to send in: {@link #WHOLE}, unless its class asks for all. */
    public static Segmentation current() {
        return CURRENT.get();
    }

    /** Makes this the current one in a run of a class template. For templates that have another parameter as well. */
    public Extension extension() {
        return new SegmentationExtension.Run(this);
    }

    /** Makes this the current one, on this thread. */
    void begin() {
        CURRENT.set(this);
    }

    /** Makes {@link #WHOLE} the current one, on this thread. */
    static void end() {
        CURRENT.remove();
    }

    /** Cuts what is sent at once. The segments are not empty, and together they are {@code bytes}, a Latin-1 text. */
    public List<String> segments(String bytes) {
        int cut = this == WHOLE ? 0 : cut(bytes);
        if (this != WHOLE && (cut <= 0 || cut >= bytes.length())) {
            cut = bytes.length() / 2; // not a whole message: nothing to aim at
        }
        return cut == 0 ? List.of(bytes) : List.of(bytes.substring(0, cut), bytes.substring(cut));
    }

    /**
     * These faults of a simulated network, with its segments cut by this. The network does not know messages, so there is
     * no cut at a certain place: it is the faults' business to cut anywhere.
     */
    public Faults on(Faults faults) {
        return this == BYTES ? faults.segments(1).bandwidth(BYTE_BY_BYTE) : faults;
    }

    /** The length of the first segment; outside of the text if it has no such place. */
    int cut(String bytes) {
        return 0;
    }

    private static int headEnd(String bytes) {
        int end = bytes.indexOf(CRLF + CRLF);
        return end < 0 ? bytes.length() : end + 2 * CRLF.length();
    }

    @Override
    public String toString() {
        return name;
    }
}
