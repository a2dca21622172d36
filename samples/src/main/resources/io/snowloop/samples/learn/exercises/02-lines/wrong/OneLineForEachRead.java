// SPDX-License-Identifier: Apache-2.0
// FAILS: came in one read, and not all of them are given
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Cuts a stream of bytes into lines. */
class Lines {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /** Takes the bytes of a read, all of them. Returns the lines that are complete now, without their ends. */
    List<String> add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            kept.write(bytes.get());
        }
        byte[] all = kept.toByteArray();
        for (int end = 0; end < all.length; end++) {
            if (all[end] == '\n') {
                kept.reset();
                kept.write(all, end + 1, all.length - end - 1);
                return List.of(new String(all, 0, end, UTF_8));
            }
        }
        return List.of();
    }
}
