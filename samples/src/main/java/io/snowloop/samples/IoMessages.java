// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What an error says to a reader of the command line. Of many errors of files the JDK gives the name alone. */
public final class IoMessages {
    private IoMessages() {}

    /** The message of an error, as a sentence. */
    public static String of(Throwable error) {
        if (error instanceof FileSystemException file && file.getReason() == null && file.getFile() != null) {
            return of(file, Path.of(file.getFile()));
        }
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    private static String of(FileSystemException error, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        boolean inFolder = folder != null && Files.isDirectory(folder);
        if (error instanceof NoSuchFileException) {
            return inFolder ? "there is no file " + file : "there is no folder " + file.resolveSibling("");
        }
        if (error instanceof AccessDeniedException) {
            return "no permission for " + (isPart(file) && folder != null ? "the folder " + folder : file);
        }
        return error instanceof FileAlreadyExistsException
                ? file + " is there already"
                : file + ": " + error.getClass().getSimpleName();
    }

    /** A download has another name while it is not complete, which tells a reader nothing. */
    private static boolean isPart(Path file) {
        return file.toString().endsWith(".part");
    }
}
