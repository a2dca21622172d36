// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.http.Cookie;
import io.snowloop.http.Request;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A signed cookie")
class CookieSignerTest {
    private static final byte[] KEY = key(1);
    private final CookieSigner signer = CookieSigner.of(KEY);

    private static byte[] key(int octet) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) octet);
        return key;
    }

    private static Request with(Cookie cookie) {
        return Request.get("/").withHeader("Cookie", cookie.name() + "=" + cookie.value());
    }

    @Test
    void isReadAsItWasWritten() {
        Cookie cookie = Cookie.of("user", "a.b=c").withPath("/").withHttpOnly();
        Cookie signed = signer.sign(cookie);

        assertThat(signed.value()).startsWith("a.b=c.").hasSize("a.b=c.".length() + 43);
        assertThat(signed.toSetCookie()).endsWith("; Path=/; HttpOnly");
        assertThat(signer.read(with(signed), "user")).isEqualTo("a.b=c");
        assertThat(signer.read(with(signer.sign(Cookie.of("user", ""))), "user"))
                .isEmpty();
    }

    /** Made with {@code printf user=holle | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101...01 -binary | base64}. */
    @Test
    void hasTheSignatureThatOpensslMakes() {
        assertThat(signer.sign(Cookie.of("user", "holle")).value())
                .isEqualTo("holle.wXiJjFTRrJttLc6XTmOdNUhl7h_1hIrJ5hc_lTSWzhQ");
    }

    @Test
    void isNotReadIfAnyCharacterIsChanged() {
        String signed = signer.sign(Cookie.of("user", "holle")).value();
        for (int i = 0; i < signed.length(); i++) {
            char[] changed = signed.toCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Request request = Request.get("/").withHeader("Cookie", "user=" + new String(changed));
            assertThat(signer.read(request, "user")).as("at " + i).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "holle", "holle.", "holle.A", ".AAAA", "holle.=="})
    void isNotReadIfItIsNotSigned(String value) {
        assertThat(signer.read(Request.get("/").withHeader("Cookie", "user=" + value), "user"))
                .isNull();
        assertThat(signer.read(Request.get("/"), "user")).isNull();
    }

    @Test
    void isValidUnderItsNameOnly() {
        String signed = signer.sign(Cookie.of("theme", "admin")).value();

        assertThat(signer.read(Request.get("/").withHeader("Cookie", "role=" + signed), "role"))
                .isNull();
    }

    @Test
    void isReadWithAnOldKeyAndWrittenWithTheNewOne() {
        Cookie old = signer.sign(Cookie.of("user", "holle"));
        CookieSigner rotated = CookieSigner.of(key(2), KEY);

        assertThat(rotated.read(with(old), "user")).isEqualTo("holle");
        Cookie fresh = rotated.sign(Cookie.of("user", "holle"));
        assertThat(CookieSigner.of(key(2)).read(with(fresh), "user")).isEqualTo("holle");
        assertThat(CookieSigner.of(key(2)).read(with(old), "user")).isNull();
        assertThat(signer.read(with(fresh), "user")).isNull();
    }

    @Test
    void needsAGoodKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CookieSigner.of(KEY, new byte[31]))
                .withMessage("a key must have at least 32 bytes, but one has 31: openssl rand -base64 32 makes one");
        assertThatIllegalArgumentException().isThrownBy(CookieSigner::of).withMessage("a signer needs a key");
    }
}
