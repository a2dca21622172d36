// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user and a password, and the last challenge that they answer: of several, the strongest. Once it was one of Digest, none of Basic is
 * answered: an origin whose 407 a proxy hands on could ask for the password itself (RFC 7616 §5.8, a downgrade attack).
 */
public final class PasswordAnswers {
    /** A nonce that is stale already when we answer is a server's mistake: the attempts have a bound. */
    private static final int MOST_ATTEMPTS = 3;

    private final String user;
    private final String password;
    private final boolean allowsBasic;
    private final Supplier<String> cnonces;
    private @Nullable Answer answer;

    /**
     * Knows no challenge yet.
     * @param user without a control character
     * @param password without a control character
     * @param allowsBasic whether the password may be sent as it is
     * @param cnonces makes texts that no one can predict, of visible ASCII
     * @throws IllegalArgumentException if user or password has a control character
     */
    public PasswordAnswers(String user, String password, boolean allowsBasic, Supplier<String> cnonces) {
        this.user = requireNonNull(user, "user");
        this.password = requireNonNull(password, "password");
        this.allowsBasic = allowsBasic;
        this.cnonces = requireNonNull(cnonces, "cnonces");
        BasicAnswer.requireNoControls(user, "user name");
        BasicAnswer.requireNoControls(password, "password");
    }

    /**
     * {@return credentials for a request, for the last challenge; null as long as there was none}
     * @param method of the request
     * @param uri its target, as in its request line
     */
    public @Nullable String answer(String method, String uri) {
        return answer == null ? null : answer.to(method, uri);
    }

    /**
     * Takes the challenges of a refusal.
     * @param fields the values of the field with the challenges
     * @param sent what was refused; null if the request had no credentials
     * @param attempt 0 for the first request, 1 for its repetition, and so on
     * @return whether to send the request again, with new credentials; false if those that were refused were made for a challenge
     *     that is still good: then the password is wrong
     */
    public boolean challenged(List<String> fields, @Nullable String sent, int attempt) {
        Challenge strongest = null;
        int most = -1;
        for (Challenge challenge : Challenge.parse(fields)) { // and none is answered here: a server may send thousands
            int strength = strength(challenge);
            if (strength > most) {
                strongest = challenge;
                most = strength;
            }
        }
        if (strongest == null) {
            return false;
        }
        Answer best = most == 0
                ? new BasicAnswer(user, password)
                : new DigestAnswer(strongest, user, password, cnonces.get());
        answer = best;
        boolean same = best instanceof BasicAnswer basic && basic.value().equals(sent);
        boolean stale = "true".equalsIgnoreCase(strongest.parameter("stale"));
        return !same && (attempt == 0 || (stale && attempt + 1 < MOST_ATTEMPTS));
    }

    /** Of two challenges, the answer to that with the higher number tells an eavesdropper less; -1 if we have no answer. */
    private int strength(Challenge challenge) {
        return switch (challenge.scheme()) {
            case "digest" -> DigestAnswer.strength(challenge);
            case "basic" -> allowsBasic && user.indexOf(':') < 0 && !(answer instanceof DigestAnswer) ? 0 : -1;
            default -> -1;
        };
    }
}
