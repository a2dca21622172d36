package io.snowloop.server;

import io.snowloop.http.Status;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The encoding of a path (RFC 3986 §2.1): {@code %20} for a blank, in UTF-8. Unlike in a form, {@code +} is a plus sign,
 * so {@link java.net.URLDecoder} won't do.
 */
final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * What {@code text} stands for; {@code text} itself if nothing in it is encoded.
     *
     * @throws HttpException 400, if a percent sign is not followed by two hexadecimal digits or the bytes are not UTF-8
     */
    static String decode(String text) {
        return text.indexOf('%') < 0 ? text : decodeBytes(text);
    }

    private static String decodeBytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean encoded = bytes[i] == '%';
            bytes[length++] = encoded ? decodeByte(bytes, i) : bytes[i];
            i += encoded ? 2 : 0;
        }
        try { // a String constructor would put U+FFFD for what is wrong, and make different paths equal
            ByteBuffer decoded = ByteBuffer.wrap(bytes, 0, length);
            return StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
        } catch (CharacterCodingException e) {
            throw new HttpException(Status.BAD_REQUEST, "the path is not in UTF-8", e);
        }
    }

    private static byte decodeByte(byte[] bytes, int percent) {
        if (percent + 2 >= bytes.length
                || !HexFormat.isHexDigit(bytes[percent + 1])
                || !HexFormat.isHexDigit(bytes[percent + 2])) {
            throw new HttpException(
                    Status.BAD_REQUEST, "a percent sign in the path is not followed by two hexadecimal digits");
        }
        return (byte) (HexFormat.fromHexDigit(bytes[percent + 1]) << 4 | HexFormat.fromHexDigit(bytes[percent + 2]));
    }
}
