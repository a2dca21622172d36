// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.Grammar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A proof that we know the password, for one Digest challenge (RFC 7616 §3.4), with {@code qop=auth}. The nonce may be used for many
 * requests; each has the next count.
 */
final class DigestAnswer implements Answer {
    private static final HexFormat HEX = HexFormat.of();

    private final Challenge challenge;
    private final String user;
    private final MessageDigest hash;
    private final String cnonce;

    /** The hash of user, realm and password: A1 of §3.4.2. */
    private final String secret;

    /** How many requests have had this nonce. */
    private int count;

    /**
     * The answer to a challenge.
     *
     * @param challenge with a {@link #strength}
     * @param cnonce of ours, which no one can predict
     */
    DigestAnswer(Challenge challenge, String user, String password, String cnonce) {
        this.challenge = challenge;
        this.hash = requireNonNull(hashOf(algorithm(challenge)), "no answer to this challenge");
        this.user = octets(user);
        this.cnonce = cnonce;
        String plain = hash(this.user + ":" + required("realm") + ":" + octets(password));
        boolean session = algorithm(challenge).endsWith("-sess");
        this.secret = session ? hash(plain + ":" + required("nonce") + ":" + cnonce) : plain;
    }

    /** 1 for MD5, 2 for SHA-256; -1 if we have no answer: another algorithm, no {@code qop=auth}, or a part is missing. */
    static int strength(Challenge challenge) {
        String qop = challenge.parameter("qop");
        MessageDigest hash = hashOf(algorithm(challenge));
        boolean complete = challenge.parameter("realm") != null && challenge.parameter("nonce") != null;
        return hash == null || !complete || qop == null || !Grammar.hasMember(qop, "auth")
                ? -1
                : hash.getAlgorithm().equals("MD5") ? 1 : 2;
    }

    /** MD5 is what a challenge without a name means (§3.3). */
    private static String algorithm(Challenge challenge) {
        String name = challenge.parameter("algorithm");
        return name == null ? "md5" : Challenge.lower(name);
    }

    private static @Nullable MessageDigest hashOf(String algorithm) {
        try {
            return switch (algorithm) {
                case "sha-256", "sha-256-sess" -> MessageDigest.getInstance("SHA-256");
                case "md5", "md5-sess" -> MessageDigest.getInstance("MD5");
                default -> null;
            };
        } catch (NoSuchAlgorithmException e) { // a JDK that allows no MD5, for instance
            return null;
        }
    }

    @Override
    public String to(String method, String uri) {
        String nc = HEX.toHexDigits(++count);
        String nonce = required("nonce");
        String response = hash(secret + ":" + nonce + ":" + nc + ":" + cnonce + ":auth:" + hash(method + ":" + uri));
        StringBuilder value = new StringBuilder("Digest ").append(username());
        append(value, "realm", quoted(required("realm")));
        append(value, "uri", quoted(uri));
        append(value, "algorithm", challenge.parameter("algorithm"));
        append(value, "nonce", quoted(nonce));
        append(value, "nc", nc);
        append(value, "cnonce", quoted(cnonce));
        append(value, "qop", "auth");
        append(value, "response", quoted(response));
        String opaque = challenge.parameter("opaque");
        append(value, "opaque", opaque == null ? null : quoted(opaque));
        return value.toString();
    }

    private static void append(StringBuilder value, String name, @Nullable String text) {
        if (text != null) {
            value.append(", ").append(name).append('=').append(text);
        }
    }

    /**
     * A name that is not of ASCII is percent-encoded (§3.4, RFC 8187 §3.2) if the server knows UTF-8 (§4). Others know {@code username} only:
     * a quoted-string may have any octet from 0x80 on (RFC 9110 §5.6.4).
     */
    private String username() {
        boolean knowsUtf8 =
                "utf-8".equals(Challenge.lower(challenge.parameters().getOrDefault("charset", "")));
        if (!knowsUtf8 || user.chars().allMatch(c -> c < 0x80)) {
            return "username=" + quoted(user);
        }
        StringBuilder encoded = new StringBuilder("username*=UTF-8''");
        for (byte octet : user.getBytes(ISO_8859_1)) {
            boolean letterOrDigit = octet > 0 && Character.isLetterOrDigit(octet);
            encoded.append(
                    letterOrDigit
                            ? String.valueOf((char) octet)
                            : "%" + HEX.withUpperCase().toHexDigits(octet));
        }
        return encoded.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String required(String parameter) {
        return challenge.parameters().getOrDefault(parameter, "");
    }

    /** The octets of a text in UTF-8, a character each: as those of a received field. */
    private static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private String hash(String octets) {
        return HEX.formatHex(hash.digest(octets.getBytes(ISO_8859_1)));
    }
}
