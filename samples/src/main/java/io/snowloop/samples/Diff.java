// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.util.ArrayList;
import java.util.List;

/** The lines by which two texts differ. */
public final class Diff {
    private Diff() {}

    /** The difference between two texts: each line with a mark, and of those in common the ones near a difference. */
    public static List<String> of(List<String> before, List<String> after) {
        int[][] common = common(before, after);
        List<String> all = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                all.add(" " + before.get(i++));
                j++;
            } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
                all.add("-" + before.get(i++));
            } else {
                all.add("+" + after.get(j++));
            }
        }
        return nearby(all);
    }

    /** How many lines the texts have in common from line i of the one and line j of the other on, in their order. */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<String> nearby(List<String> all) {
        final int context = 2;
        List<String> near = new ArrayList<>();
        boolean omitted = false;
        for (int i = 0; i < all.size(); i++) {
            boolean isNear = all.subList(Math.max(0, i - context), Math.min(all.size(), i + context + 1)).stream()
                    .anyMatch(line -> !line.startsWith(" "));
            if (isNear && omitted && !near.isEmpty()) {
                near.add(" ...");
            }
            if (isNear) {
                near.add(all.get(i));
            }
            omitted = !isNear;
        }
        return near.stream().map(String::stripTrailing).toList();
    }
}
