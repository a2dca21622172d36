package io.snowloop.samples.crawl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The project's own files, as the main job serves them. */
final class Checkout {
    private Checkout() {}

    /**
     * The checkout that the launcher says it stands in ({@code -Dsnowloop.home}), else the one around the working
     * directory.
     */
    static SiteMap site() throws IOException {
        String home = System.getProperty("snowloop.home");
        return home != null ? site(Path.of(home)) : site(around(Path.of("").toAbsolutePath()));
    }

    private static SiteMap site(Path home) throws IOException {
        return site(home.resolve("docs"), home);
    }

    /** A folder's files, and none around it. */
    static SiteMap folder(Path docs) throws IOException {
        return site(docs, docs);
    }

    private static SiteMap site(Path docs, Path home) throws IOException {
        if (!Files.isDirectory(docs)) {
            throw new NoSuchFileException("there is no folder " + docs + ": say with --docs what to serve");
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
