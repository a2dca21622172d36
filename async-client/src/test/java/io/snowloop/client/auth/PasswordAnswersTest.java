// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the examples of RFC 7616 §3.9.1 and RFC 7617 §2. */
class PasswordAnswersTest {
    private static final String REST = "qop=\"auth, auth-int\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    private static final String SHA256 = "Digest realm=\"http-auth@example.org\", algorithm=SHA-256, " + REST;
    private static final String MD5 = "Digest realm=\"http-auth@example.org\", algorithm=MD5, " + REST;
    private static final String BASIC = "Basic realm=\"WallyWorld\"";

    private final PasswordAnswers mufasa = answers("Mufasa", "Circle of Life");

    private static PasswordAnswers answers(String user, String password) {
        return new PasswordAnswers(user, password, true, () -> "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    }

    private static String answer(PasswordAnswers answers, String... challenges) {
        assertThat(answers.challenged(List.of(challenges), null, 0)).isTrue();
        return answers.answer("GET", "/dir/index.html");
    }

    @Test
    void sha256AsInTheRfc() {
        assertThat(answer(mufasa, SHA256))
                .isEqualTo("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
                        + " algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
                        + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth,"
                        + " response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\","
                        + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    }

    @Test
    void md5AsInTheRfcAlsoWithoutItsName() {
        String response = "response=\"8ca523f5e9506fed4657c9700eebdbec\"";

        assertThat(answer(mufasa, MD5)).contains("algorithm=MD5", response);
        assertThat(answer(mufasa, MD5.replace("algorithm=MD5, ", "")))
                .contains(response)
                .doesNotContain("algorithm");
    }

    /** H(H(user:realm:password):nonce:cnonce) in the place of H(user:realm:password). */
    @Test
    void aSessionHasTheTwoNoncesInItsSecret() {
        assertThat(answer(mufasa, MD5.replace("MD5", "MD5-sess")))
                .contains("algorithm=MD5-sess", "response=\"e783283f46242139c486a698fec7211d\"");
    }

    @Test
    void basicAsInTheRfc() {
        assertThat(answer(answers("Aladdin", "open sesame"), BASIC)).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(answer(answers("test", "123£"), BASIC)).isEqualTo("Basic dGVzdDoxMjPCow==");
    }

    @Test
    void theStrongestOfSeveralIsAnswered() {
        assertThat(answer(mufasa, BASIC, MD5 + ", " + SHA256)).contains("SHA-256");
        assertThat(answer(mufasa, BASIC + ", " + MD5)).contains("MD5");
        PasswordAnswers other = answers("Mufasa", "Circle of Life");
        assertThat(answer(other, SHA256.replace("SHA-256", "SHA-512-256") + "," + BASIC))
                .startsWith("Basic ");
        assertThat(answer(other, BASIC + ", " + MD5)).contains("MD5");
    }

    /** An origin could send a 407 of its own through the proxy, and get the password in clear. */
    @Test
    void behindDigestThereIsNoBasic() {
        String digest = answer(mufasa, MD5);
        assertThat(mufasa.challenged(List.of(BASIC), digest, 0)).isFalse();
        assertThat(mufasa.answer("GET", "/")).startsWith("Digest ");
        assertThat(answer(mufasa, BASIC, SHA256)).contains("SHA-256");
    }

    /** Each answer takes hashes and random bytes, and a server sends as many challenges as a head has room for. */
    @Test
    void ofThousandsOneIsAnswered() {
        List<String> asked = new ArrayList<>();
        PasswordAnswers counted = new PasswordAnswers("Mufasa", "Circle of Life", true, () -> {
            asked.add("cnonce");
            return "cnonce";
        });
        assertThat(answer(counted, (MD5 + ", ").repeat(1_000) + SHA256)).contains("SHA-256");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aNonceIsCountedUntilThereIsAnotherOne() {
        answer(mufasa, MD5);
        assertThat(mufasa.answer("GET", "/")).contains("nc=00000002");
        assertThat(answer(mufasa, MD5.replace("7ypf", "8ypf"))).contains("nc=00000001", "nonce=\"8ypf");
    }

    @Test
    void whatCannotBeAnsweredIsNot() {
        for (String challenge : List.of(
                MD5.replace("MD5", "MD4"),
                MD5.replace("auth, auth-int", "auth-int"),
                MD5.replace("qop", "pop"),
                MD5.replace("nonce", "once"),
                MD5.replace("realm", "real"),
                "Negotiate")) {
            assertThat(mufasa.challenged(List.of(challenge), null, 0))
                    .as(challenge)
                    .isFalse();
        }
        PasswordAnswers digestOnly = new PasswordAnswers("a", "b", false, () -> "c");
        assertThat(digestOnly.challenged(List.of(BASIC), null, 0)).isFalse();
        assertThat(answers("a:b", "c").challenged(List.of(BASIC), null, 0)).isFalse();
    }

    @Test
    void aWrongPasswordIsSentOnceAndAStaleNonceGetsOneMoreAttempt() {
        assertThat(mufasa.challenged(List.of(BASIC), answer(mufasa, BASIC), 0)).isFalse();
        assertThat(mufasa.challenged(List.of(MD5), "Digest of before", 0)).isTrue();
        assertThat(mufasa.challenged(List.of(MD5), "Digest of now", 1)).isFalse();
        assertThat(mufasa.challenged(List.of(MD5 + ", stale=TRUE"), "Digest of now", 1))
                .isTrue();
        assertThat(mufasa.challenged(List.of(MD5 + ", stale=true"), "Digest of now", 2))
                .isFalse();
    }

    @Test
    void aNameInAnotherScriptIsEncodedIfTheServerKnowsUtf8() {
        assertThat(answer(answers("Jäsøn Doe", "x"), MD5 + ", charset=utf-8"))
                .startsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe,");
        assertThat(answer(answers("Doe", "x"), MD5 + ", charset=UTF-8")).startsWith("Digest username=\"Doe\",");
    }

    /** As curl does it: Apache httpd has no {@code username*}, and compares octets. */
    @Test
    void aNameInAnotherScriptIsSentAsItsOctetsToOthers() {
        assertThat(answer(answers("Jäsøn Doe", "x"), MD5))
                .startsWith("Digest username=\"J\u00c3\u00a4s\u00c3\u00b8n Doe\",");
    }

    @Test
    void quotesInANameAreEscaped() {
        assertThat(answer(answers("a\"b\\", "x"), MD5)).contains("username=\"a\\\"b\\\\\",");
    }

    @Test
    void controlCharactersAreRefusedWithoutShowingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answers("ada", "secret\n"))
                .withMessage("the password must not have a control character (RFC 7617 §2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BasicAnswer("a:b", "secret"))
                .withMessage("the user name must not have a colon (RFC 7617 §2)");
    }
}
