// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.samples.scene.Moment;
import io.snowloop.samples.scene.Scenes;
import java.util.stream.Collectors;

/** The score in virtual time. */
public final class ScoreRuns {
    private ScoreRuns() {}

    /** The letters that Snowloop's loop plays. */
    public static String order() {
        return Scenes.run(Chapters::score, 1L).moments().stream()
                .filter(moment ->
                        moment.kind() == Moment.Kind.SAID && moment.host().equals("server"))
                .map(Moment::text)
                .collect(Collectors.joining());
    }
}
