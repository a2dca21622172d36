// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A jar that {@code java -jar} can run.
 *
 * @param file the jar; the class path in its manifest is a part of it
 * @param mainClass from its manifest
 * @param options of the JVM, from its manifest
 */
public record ProgramJar(Path file, String mainClass, List<String> options) {
    /**
     * Reads the manifest of a jar.
     *
     * @throws IOException if it is not there, is no jar, or has no main class; the message says so
     */
    public static ProgramJar open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder: name a jar");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) { // a pipe would be waited for
            throw new IOException(file + " is no jar: it is no regular file");
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String main = attributes.getValue(Attributes.Name.MAIN_CLASS);
            if (main == null) {
                throw new IOException(
                        file + " has no Main-Class in its manifest, so java -jar does not run it, either");
            }
            List<String> options = new ArrayList<>();
            add(options, "--add-opens", attributes.getValue("Add-Opens"));
            add(options, "--add-exports", attributes.getValue("Add-Exports"));
            return new ProgramJar(file, main.strip(), options);
        } catch (ZipException e) {
            throw new IOException(file + " is no jar: " + e.getMessage(), e);
        }
    }

    private static void add(List<String> options, String option, @Nullable String packages) {
        if (packages != null) {
            for (String each : packages.strip().split("\\s+")) {
                options.add(option + "=" + each + "=ALL-UNNAMED");
            }
        }
    }
}
