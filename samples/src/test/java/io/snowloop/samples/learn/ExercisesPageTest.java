// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.GeneratedPage;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page lists all exercises. With {@code -Ddocs.update=true} it is brought up to date. */
class ExercisesPageTest {
    private static final Path PAGE = ProjectFolder.ROOT.resolve("docs/exercises.md");

    @Test
    void thePageListsThemAll() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> updated = new ArrayList<>(lines.subList(0, lines.indexOf("<!-- exercises list -->") + 1));
        updated.add("<!-- cards ./snowloop learn task -->");
        updated.add("");
        updated.add("| exercise | minutes | afterwards you can |");
        updated.add("| --- | ---: | --- |");
        for (Exercise exercise : Exercises.with(null).all()) {
            updated.add("| `" + exercise.name() + "` " + exercise.title() + " | " + exercise.minutes() + " | "
                    + exercise.able() + " |");
        }
        updated.add("");
        updated.addAll(lines.subList(lines.indexOf("<!-- exercises end -->"), lines.size()));
        GeneratedPage.assertUpToDate(PAGE, lines, updated, ExercisesPageTest.class);
    }
}
