// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.client.auth.BasicAnswer;
import io.snowloop.client.auth.PasswordAnswers;
import io.snowloop.future.Future;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What makes credentials (RFC 9110 §11.4): before a request, and after a refusal. */
interface Authorizer {
    /**
     * The value of the field for a request; null for none.
     *
     * @param uri the target in the request line
     */
    Future<@Nullable String> authorize(String method, String uri);

    /** Whether to send the request again after a refusal, see {@link PasswordAnswers#challenged}. */
    boolean challenged(List<String> challenges, @Nullable String sent, int attempt);

    /** The same credentials for each request; a refusal is final. */
    static Authorizer basic(String user, String password) {
        String value = new BasicAnswer(user, password).value();
        return new Authorizer() {
            @Override
            public Future<@Nullable String> authorize(String method, String uri) {
                return Future.completed(value);
            }

            @Override
            public boolean challenged(List<String> challenges, @Nullable String sent, int attempt) {
                return false;
            }
        };
    }

    /** The answers of a user, with random texts of ours in them. */
    static PasswordAnswers answers(String user, String password, boolean allowsBasic) {
        return new PasswordAnswers(user, password, allowsBasic, Authorizer::randomText);
    }

    /** Answers to challenges. */
    static Authorizer of(PasswordAnswers answers) {
        return new Authorizer() {
            @Override
            public Future<@Nullable String> authorize(String method, String uri) {
                return Future.completed(answers.answer(method, uri));
            }

            @Override
            public boolean challenged(List<String> challenges, @Nullable String sent, int attempt) {
                return answers.challenged(challenges, sent, attempt);
            }
        };
    }

    private static String randomText() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
