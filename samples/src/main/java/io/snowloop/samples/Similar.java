// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that a mistyped one may have meant. */
public final class Similar {
    private static final int MOST = 3;

    private Similar() {}

    /** {@code " (did you mean a or b?)"}, the most similar first; empty if none is similar. */
    public static String to(String name, Collection<String> names) {
        List<String> near = names.stream()
                .distinct()
                .filter(each -> distance(name, each) <= Math.max(1, Math.max(name.length(), each.length()) / 3))
                .sorted(Comparator.comparingInt(each -> distance(name, each)))
                .limit(MOST)
                .toList();
        return near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)";
    }

    /** How many characters must be inserted, deleted, changed or swapped with the next one to make one name the other. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
