// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.lostwakeup;

import java.util.List;

/** Three steps of a loop that has nothing to do. */
final class Right extends HandOver {
    private boolean nothing;

    @Override
    List<Step> loop() {
        return List.of(
                new Step("says that it sleeps", () -> sleeping = true),
                new Step("looks at the queue", () -> nothing = !queued),
                new Step("selects if nothing is queued", () -> selecting = nothing));
    }
}
