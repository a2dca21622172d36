// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * The field {@code Content-Disposition} of a response (RFC 6266): a browser saves the body as a file, in place of showing it.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/UploadsPageTest.java#attachment -->
 * <pre>{@code
 * Snow app = new Snow().get("/photos/{id:int}", request -> {
 *     String id = request.path("id");
 *     return Response.file(folder.resolve(id))
 *             .withHeader("Content-Disposition", ContentDisposition.attachment(names.get(id)));
 * });
 * }</pre>
 */
public final class ContentDisposition {
    /** What RFC 8187 §3.2.1 lets stand for itself, letters and digits aside. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /**
     * {@return the value for a body that is saved under a name} A name that is not of plain ASCII is there twice: with {@code _} in place of
     * other characters, for old clients, and as it is, percent-encoded (RFC 8187).
     *
     * @param fileName of a user's, for example: no character of it ends the value or the field
     */
    public static String attachment(String fileName) {
        StringBuilder old = new StringBuilder();
        StringBuilder encoded = new StringBuilder();
        for (byte octet : requireNonNull(fileName, "fileName").getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(String.format("%02X", octet));
            }
        }
        fileName.codePoints().forEach(c -> old.append(c < ' ' || c > '~' || "\"\\%".indexOf(c) >= 0 ? '_' : (char) c));
        String value = "attachment; filename=\"" + old + "\"";
        return old.toString().equals(fileName) ? value : value + "; filename*=UTF-8''" + encoded;
    }

    private static boolean isPlain(byte octet) {
        return (octet >= '0' && octet <= '9')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= 'a' && octet <= 'z')
                || PLAIN.indexOf(octet) >= 0;
    }
}
