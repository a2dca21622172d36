// SPDX-License-Identifier: Apache-2.0
import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Reads a body whose end the fields tell: a length, or chunks. */
class BodyReader {
    private static final int LONGEST = 1_000_000;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    BodyReader(Map<String, String> fields) throws ProtocolException {
        // what do they say?
    }

    /** Takes bytes up to the end of the body, and leaves the others. Returns whether the body is complete. */
    boolean add(ByteBuffer bytes) throws ProtocolException {
        return true;
    }

    byte[] body() {
        return body.toByteArray();
    }
}
