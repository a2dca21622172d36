// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ProjectFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image of {@code deploy/Dockerfile}, built once and shared by all tests. */
final class ChatImage {
    static final String NAME = "localhost/snowloop/chat";
    static final int PORT = 8015;

    private static final String JAR = "samples/target/snowloop.jar";

    /** For {@code @RegisterExtension}: builds it before the tests of a class, as {@link PeerImage} does. */
    static final BeforeAllCallback BUILT = context -> image().get();

    private ChatImage() {}

    static ImageFromDockerfile image() {
        return new ImageFromDockerfile(NAME, false)
                .withFileFromPath("Dockerfile", file("deploy/Dockerfile"))
                .withFileFromPath("deploy/health", file("deploy/health"))
                .withFileFromPath(JAR, jar());
    }

    /** The jar of the samples, which the build makes before integration tests. */
    static Path jar() {
        assertThat(file(JAR)).as("made by ./mvnw package, or by ./snowloop").isRegularFile();
        return file(JAR);
    }

    /** A file of the project. */
    static Path file(String name) {
        return ProjectFolder.ROOT.resolve(name);
    }
}
