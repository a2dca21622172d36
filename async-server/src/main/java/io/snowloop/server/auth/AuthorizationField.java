// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Status;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of {@code Authorization} (RFC 9110 §11.6.2): a scheme and its credentials. */
final class AuthorizationField {
    /** RFC 9110 §11.2. */
    private static final Pattern TOKEN68 = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private AuthorizationField() {}

    /**
     * The credentials of a request for this scheme; null if it has none, or those of another scheme.
     *
     * @throws HttpException 400, if the field comes twice: another program on the way may have read the other one
     */
    static @Nullable String credentials(Request request, String scheme) {
        List<String> values = request.headers().all("Authorization");
        if (values.size() > 1) {
            throw new HttpException(Status.BAD_REQUEST, "the request has more than one Authorization");
        }
        String value = values.isEmpty() ? "" : values.get(0);
        boolean ours = value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
        return ours ? value.substring(scheme.length() + 1).strip() : null;
    }

    /** A token (RFC 6750 §2.1); null if it is malformed. */
    static @Nullable String token(String credentials) {
        return TOKEN68.matcher(credentials).matches() ? credentials : null;
    }

    /** Name and password (RFC 7617 §2), two of them; null if they are malformed. A password may have colons. */
    static String @Nullable [] nameAndPassword(String credentials) {
        String text = TOKEN68.matcher(credentials).matches() ? decoded(credentials) : null;
        int colon = text == null ? -1 : text.indexOf(':');
        return text == null || colon < 0 || text.chars().anyMatch(Character::isISOControl)
                ? null
                : new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }

    private static @Nullable String decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }
}
