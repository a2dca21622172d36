// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * What differs between the blocks of a page and those of its translation.
 *
 * @param stale translations of which the source has changed
 * @param wrong blocks that are missing, too many, not copied as they are, or without a hash
 * @param paragraphs how many blocks have words to translate
 */
record Comparison(List<String> stale, List<String> wrong, long paragraphs) {
    /** A page may have this share of stale paragraphs: more are no translation. */
    private static final int MOST_STALE_PERCENT = 10;

    static Comparison of(List<Block> sources, List<Block> blocks) {
        Comparison comparison = new Comparison(
                new ArrayList<>(),
                new ArrayList<>(),
                sources.stream().filter(Block::isProse).count());
        int[][] common = common(sources, blocks);
        int i = 0;
        int j = 0;
        while (i < sources.size() || j < blocks.size()) {
            int fromSource = i;
            int fromBlock = j;
            while ((i < sources.size() || j < blocks.size()) && !matchesAt(sources, i, blocks, j)) {
                boolean skipSource = j == blocks.size() || (i < sources.size() && common[i + 1][j] >= common[i][j + 1]);
                i += skipSource ? 1 : 0;
                j += skipSource ? 0 : 1;
            }
            comparison.between(sources.subList(fromSource, i), blocks.subList(fromBlock, j));
            i++;
            j++;
        }
        return comparison;
    }

    boolean hasTooManyStale() {
        return stale.size() * 100L > paragraphs * MOST_STALE_PERCENT;
    }

    /** A part in which nothing is the same: if it has as many blocks of each kind, in the same order, each has changed. */
    private void between(List<Block> sources, List<Block> blocks) {
        boolean sameKinds = sources.stream()
                .map(Block::isProse)
                .toList()
                .equals(blocks.stream().map(block -> block.stamp() != null).toList());
        for (int i = 0; sameKinds && i < sources.size(); i++) {
            differs(sources.get(i), blocks.get(i));
        }
        if (!sameKinds) {
            sources.forEach(source -> wrong.add("missing: line " + source.line() + " of the source, " + what(source)));
            blocks.forEach(block -> wrong.add("line " + block.line() + " is no block of the source, or "
                    + "has no hash above it: " + block.beginning()));
        }
    }

    private void differs(Block source, Block block) {
        if (source.isProse()) {
            stale.add("line " + block.line() + ": the source is now " + what(source));
        } else {
            wrong.add("line " + block.line() + " is not as in line " + source.line() + " of the source: "
                    + source.beginning());
        }
    }

    private static String what(Block source) {
        return "\"" + source.beginning() + "\"" + (source.isProse() ? ", <!-- zh: " + source.hash() + " -->" : "");
    }

    private static boolean matchesAt(List<Block> sources, int i, List<Block> blocks, int j) {
        return i < sources.size() && j < blocks.size() && matches(sources.get(i), blocks.get(j));
    }

    private static boolean matches(Block source, Block block) {
        return source.isProse()
                ? source.hash().equals(block.stamp())
                : block.stamp() == null && source.copied().equals(block.copied());
    }

    /** The length of the longest common subsequence, from each pair of blocks to the ends. */
    private static int[][] common(List<Block> sources, List<Block> blocks) {
        int[][] common = new int[sources.size() + 1][blocks.size() + 1];
        for (int i = sources.size() - 1; i >= 0; i--) {
            for (int j = blocks.size() - 1; j >= 0; j--) {
                common[i][j] = matches(sources.get(i), blocks.get(j))
                        ? 1 + common[i + 1][j + 1]
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
