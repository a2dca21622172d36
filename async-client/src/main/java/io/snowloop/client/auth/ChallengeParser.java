// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import io.snowloop.http.syntax.Grammar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The parser of one field of challenges (RFC 9110 §11.6.1). A comma separates two challenges, and two parameters of one
 * challenge, too: what follows it is a parameter if it has an equals sign behind its first token.
 */
final class ChallengeParser {
    private final String field;
    private int at;

    ChallengeParser(String field) {
        this.field = field;
    }

    /** Adds the challenges up to the end, or to the first that is malformed. */
    void addTo(List<Challenge> challenges) {
        skipCommas();
        while (at < field.length()) {
            String scheme = token();
            if (scheme.isEmpty()) {
                return;
            }
            Map<String, String> parameters = new HashMap<>();
            if (!skipToken68() && !readParameters(parameters)) {
                return;
            }
            challenges.add(new Challenge(Challenge.lower(scheme), parameters));
            skipCommas();
        }
    }

    /** Reads parameters up to the next scheme. Returns false if one is malformed, or comes twice. */
    private boolean readParameters(Map<String, String> parameters) {
        while (true) {
            skipCommas();
            int start = at;
            String name = token();
            skipBlanks();
            if (name.isEmpty() || at == field.length() || field.charAt(at) != '=') {
                at = start; // the next scheme, the end, or what no challenge begins with
                return true;
            }
            at++;
            skipBlanks();
            String value = at < field.length() && field.charAt(at) == '"' ? quotedString() : token();
            if (value == null || parameters.putIfAbsent(Challenge.lower(name), value) != null || !isAtEnd()) {
                return false;
            }
        }
    }

    /** Skips a token68, all that such a challenge has; does nothing if there is none. */
    private boolean skipToken68() {
        int start = at;
        skipBlanks();
        int from = at;
        skip(c -> c == '/' || (Grammar.isTokenChar(c) && "!#$%&'*^`|".indexOf(c) < 0));
        boolean empty = at == from;
        skip(c -> c == '=');
        if (!empty && isAtEnd()) {
            return true;
        }
        at = start;
        return false;
    }

    /** A quoted-string (RFC 9110 §5.6.4) without its quotes; null if it has no end. */
    private @Nullable String quotedString() {
        StringBuilder text = new StringBuilder();
        for (int i = at + 1; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"') {
                at = i + 1;
                return text.toString();
            }
            if (c == '\\' && ++i < field.length()) {
                c = field.charAt(i);
            }
            text.append(c);
        }
        return null;
    }

    private String token() {
        int from = at;
        skip(Grammar::isTokenChar);
        return field.substring(from, at);
    }

    /** Whether a member of the list ends here. */
    private boolean isAtEnd() {
        skipBlanks();
        return at == field.length() || field.charAt(at) == ',';
    }

    private void skipBlanks() {
        skip(Grammar::isBlank);
    }

    private void skipCommas() {
        skip(c -> c == ',' || Grammar.isBlank(c));
    }

    private void skip(IntPredicate wanted) {
        while (at < field.length() && wanted.test(field.charAt(at))) {
            at++;
        }
    }
}
