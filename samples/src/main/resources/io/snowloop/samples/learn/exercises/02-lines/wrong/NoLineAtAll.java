// SPDX-License-Identifier: Apache-2.0
// FAILS: is complete, and is not given
import java.nio.ByteBuffer;
import java.util.List;

/** Cuts a stream of bytes into lines. */
class Lines {
    /** Takes the bytes of a read, all of them. Returns the lines that are complete now, without their ends. */
    List<String> add(ByteBuffer bytes) {
        bytes.position(bytes.limit());
        return List.of();
    }
}
