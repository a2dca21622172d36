// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A user and a password, and the last challenge that they answer: of several, the strongest. */
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
        Answer best = null;
        for (Challenge challenge : Challenge.parse(fields)) {
            Answer next = answerTo(challenge);
            if (next != null && (best == null || next.strength() > best.strength())) {
                strongest = challenge;
                best = next;
            }
        }
        if (best == null || strongest == null) {
            return false;
        }
        answer = best;
        boolean same = best instanceof BasicAnswer basic && basic.value().equals(sent);
        boolean stale = "true".equalsIgnoreCase(strongest.parameter("stale"));
        return !same && (attempt == 0 || (stale && attempt + 1 < MOST_ATTEMPTS));
    }

    private @Nullable Answer answerTo(Challenge challenge) {
        return switch (challenge.scheme()) {
            case "digest" -> DigestAnswer.to(challenge, user, password, cnonces.get());
            case "basic" -> allowsBasic && user.indexOf(':') < 0 ? new BasicAnswer(user, password) : null;
            default -> null;
        };
    }
}
