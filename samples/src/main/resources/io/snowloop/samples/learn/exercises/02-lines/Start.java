// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/** Cuts a stream of bytes into lines. */
class Lines {
    /** Takes the bytes of a read, all of them. Returns the lines that are complete now, without their ends. */
    List<String> add(ByteBuffer bytes) {
        return List.of(UTF_8.decode(bytes).toString().strip());
    }
}
