// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.CookieJar;
import io.snowloop.samples.IoMessages;
import io.snowloop.samples.PublicSuffixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments for cookies. With one of them there is a jar, so that later requests have the cookies of earlier responses. */
final class CookieArguments {
    @Option(
            names = {"-b", "--cookie"},
            paramLabel = "'K=V'|FILE",
            description = "Send these cookies, such as 'a=1; b=2'; or, without a = sign, those of a cookie file.")
    private @Nullable String cookies;

    @Option(
            names = {"-c", "--cookie-jar"},
            paramLabel = "FILE",
            description = "Save the cookies of the responses in this file, in curl's format.")
    private @Nullable Path file;

    CookieArguments() {}

    /** The value of a {@code Cookie} field; null if there is none. */
    @Nullable
    String field() {
        return cookies != null && cookies.indexOf('=') >= 0 ? cookies : null;
    }

    /** The jar with the cookies of the file; null without such an argument. */
    @Nullable
    CookieJar jar() throws IOException {
        if (cookies == null && file == null) {
            return null;
        }
        CookieJar jar = CookieJar.builder().publicSuffixes(new PublicSuffixes()).build();
        if (cookies != null && !cookies.isEmpty() && field() == null) {
            load(jar, Path.of(cookies));
        }
        return jar;
    }

    /** With {@code -b jar -c jar}, the first run has no file yet. */
    private void load(CookieJar jar, Path from) throws IOException {
        if (from.equals(file) && !Files.exists(from)) {
            return;
        }
        try {
            jar.load(from);
        } catch (IOException e) {
            throw new IOException("cannot read the cookies of -b: " + IoMessages.of(e), e);
        }
    }

    void save(@Nullable CookieJar jar) throws IOException {
        if (jar == null || file == null) {
            return;
        }
        try {
            jar.save(file);
        } catch (IOException e) {
            throw new IOException("cannot save the cookies of -c: " + IoMessages.of(e), e);
        }
    }
}
