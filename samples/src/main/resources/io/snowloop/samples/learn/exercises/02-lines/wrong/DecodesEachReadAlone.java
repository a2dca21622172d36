// SPDX-License-Identifier: Apache-2.0
// FAILS: a character that comes in two reads is one character
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream of bytes into lines. */
class Lines {
    private String kept = "";

    /** Takes the bytes of a read, all of them. Returns the lines that are complete now, without their ends. */
    List<String> add(ByteBuffer bytes) {
        kept += UTF_8.decode(bytes);
        List<String> lines = new ArrayList<>();
        for (int end = kept.indexOf('\n'); end >= 0; end = kept.indexOf('\n')) {
            lines.add(kept.substring(0, end));
            kept = kept.substring(end + 1);
        }
        return lines;
    }
}
