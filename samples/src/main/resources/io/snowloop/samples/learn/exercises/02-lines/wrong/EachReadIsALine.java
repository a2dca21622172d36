// SPDX-License-Identifier: Apache-2.0
// FAILS: is given as a line, and its end has not come yet
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/** Cuts a stream of bytes into lines. */
class Lines {
    /** Takes the bytes of a read, all of them. Returns the lines that are complete now, without their ends. */
    List<String> add(ByteBuffer bytes) {
        return UTF_8.decode(bytes).toString().lines().toList();
    }
}
