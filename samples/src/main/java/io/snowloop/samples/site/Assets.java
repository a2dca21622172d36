// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.samples.ResourceView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that belong to the site and are in the jar. */
public final class Assets {
    private static final List<String> SERVED = List.of("style.css", "site.js", "icon.svg", "outage.png");

    private Assets() {}

    /** A folder with those that are served, because a jar is no folder. It is deleted when the JVM exits. */
    static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("snowloop-site");
        folder.toFile().deleteOnExit(); // the last that is registered is deleted first: a folder, when it is empty
        for (String name : SERVED) {
            Path file = Files.write(folder.resolve(name), ResourceView.bytes(Assets.class, name));
            file.toFile().deleteOnExit();
        }
        return folder;
    }

    /** The text of one of them. */
    public static String text(String name) {
        return new String(ResourceView.bytes(Assets.class, name), StandardCharsets.UTF_8);
    }
}
