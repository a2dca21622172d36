// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of {@code Accept-Encoding} (RFC 9110 §12.5.3): the codings that its sender takes, with their weights. */
public final class AcceptedCodings {
    /**
     * A member: a coding or an asterisk, and a weight (§12.4.2), which is 1 if it is left out. Possessive: a sequence of blanks that is
     * tried in all its parts would take a time that grows with the square of its length.
     */
    private static final Pattern MEMBER =
            Pattern.compile("[ \t]*+([^;, \t]++)[ \t]*+(?:;[ \t]*+[qQ]=(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?))?[ \t]*+");

    /** Browsers send five. A head may have 64 KB of them, of which each is looked at for each response. */
    private static final int MOST = 100;

    private final Map<String, Double> weights = new HashMap<>();

    /** The codings in the values of all such fields of a request. A member that breaks the grammar is left out, and so are those behind 99. */
    public AcceptedCodings(List<String> values) {
        for (String member : String.join(",", requireNonNull(values, "values")).split(",", MOST)) {
            Matcher parts = MEMBER.matcher(member);
            if (parts.matches()) {
                String name = parts.group(1).toLowerCase(Locale.ROOT);
                double weight = parts.group(2) == null ? 1 : Double.parseDouble(parts.group(2));
                weights.putIfAbsent(name.equals("x-gzip") ? "gzip" : name, weight); // §8.4.1.3
            }
        }
    }

    /**
     * The coding that the sender likes best, and of equal ones the first; null if it likes a body without a coding better, or
     * takes none of them.
     */
    public @Nullable String best(List<String> codings) {
        String best = null;
        double highest = 0;
        for (String coding : codings) {
            double weight = weights.getOrDefault(coding, weights.getOrDefault("*", 0.0));
            if (weight > highest) {
                best = coding;
                highest = weight;
            }
        }
        return highest >= weights.getOrDefault("identity", 0.0) ? best : null;
    }
}
