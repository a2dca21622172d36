// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the project, which the main job serves. */
public final class Checkout {
    private Checkout() {}

    /**
     * The folder of the project: that of the launcher ({@code -Dsnowloop.home}) or, without that property, the one that
     * contains the working directory.
     */
    public static Path home() {
        String home = System.getProperty("snowloop.home");
        return home != null ? Path.of(home) : around(Path.of("").toAbsolutePath());
    }

    /** The docs of the {@linkplain #home project}. */
    public static SiteMap site() throws IOException {
        return site(home());
    }

    private static SiteMap site(Path home) throws IOException {
        return site(home.resolve("docs"), home);
    }

    /** The files of a folder only. */
    public static SiteMap folder(Path docs) throws IOException {
        SiteMap map = site(docs, docs);
        if (map.frontPage(docs) == null) {
            throw new IOException(
                    "there is no README.md or index.md in " + docs + ": choose another folder with --docs");
        }
        return map;
    }

    private static SiteMap site(Path docs, Path home) throws IOException {
        if (!Files.isDirectory(docs)) {
            throw new IOException((Files.exists(docs) ? docs + " is a file" : "there is no folder " + docs)
                    + ": choose a folder with --docs");
        }
        return new SiteMap(docs, home);
    }

    private static Path around(Path folder) {
        for (Path home = folder; home != null; home = home.getParent()) {
            if (Files.isDirectory(home.resolve("docs")) && Files.isRegularFile(home.resolve("pom.xml"))) {
                return home;
            }
        }
        return folder;
    }
}
