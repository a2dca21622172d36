// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream of bytes into lines. */
class Lines {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Takes the bytes of a read, all of them. Returns the lines that are complete now, without their ends. */
    List<String> add(ByteBuffer bytes) {
        List<String> lines = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                lines.add(line.toString(UTF_8));
                line.reset();
            } else {
                line.write(next);
            }
        }
        return lines;
    }
}
