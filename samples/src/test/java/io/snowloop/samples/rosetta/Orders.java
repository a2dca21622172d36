// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

/** What the docs have. */
public final class Orders {
    private Orders() {}

    /** The order of a system. */
    public static String of(String system) {
        return Player.all().stream()
                .filter(player -> player.name().equals(system))
                .findFirst()
                .orElseThrow()
                .order();
    }
}
