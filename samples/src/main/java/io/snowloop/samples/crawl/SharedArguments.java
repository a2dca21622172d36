// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.samples.Arguments;
import io.snowloop.samples.redis.RedisOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The arguments for a crawl that several workers share. */
final class SharedArguments {
    /** As many as one crawl without these arguments has. */
    private static final int PER_HOST = 32;

    @Option(
            names = "--shared",
            paramLabel = "URL",
            converter = RedisUrl.class,
            description = "Share the crawl with other workers in this Redis: redis://user:password@host:port/database."
                    + " The password may also be in REDISCLI_AUTH.")
    private @Nullable RedisOptions redis;

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = Arguments.Count.class,
            description = "Start N workers here, each a process (default: 1).")
    private @Nullable Integer workers;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            converter = Name.class,
            description = "The name of the crawl in Redis (default: its first URL).")
    private @Nullable String name;

    @Option(
            names = "--per-host",
            paramLabel = "N",
            converter = Arguments.Count.class,
            description = "The most requests that all workers together make at once to a host (default: 32).")
    private @Nullable Integer perHost;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "At the end, write the pages of all workers to FILE, each as a line as in --state.")
    private @Nullable Path output;

    SharedArguments() {}

    boolean isGiven() {
        return redis != null || workers != null || name != null || perHost != null || output != null;
    }

    /** Refuses what cannot work before anything is done. */
    void check(CommandLine command) {
        if (isGiven() && redis == null) {
            throw new ParameterException(
                    command,
                    "--workers, --name, --per-host and --output are for a shared crawl: add --shared redis://HOST");
        }
        if (output != null && (Files.isDirectory(output) || !Files.isDirectory(folder(output)))) {
            throw new ParameterException(command, "--output " + output + " is no file in a folder that is there");
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    RedisOptions redis() {
        return Objects.requireNonNull(redis);
    }

    int workers() {
        return Objects.requireNonNullElse(workers, 1);
    }

    int perHost() {
        return Objects.requireNonNullElse(perHost, PER_HOST);
    }

    @Nullable
    Path output() {
        return output;
    }

    SharedCrawl crawl(URI start) {
        return new SharedCrawl(Objects.requireNonNullElse(name, start.toString()), start);
    }

    /** A URL of Redis. No message has it, as it may have a password. */
    static final class RedisUrl implements ITypeConverter<RedisOptions> {
        @Override
        public RedisOptions convert(String value) {
            try {
                RedisOptions options = RedisOptions.of(value);
                String password = System.getenv("REDISCLI_AUTH");
                return password == null || !options.password().isEmpty()
                        ? options
                        : options.withLogin(options.user(), password);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** A part of a key. */
    static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!value.matches("[\\w.:/-]{1,100}")) {
                throw new TypeConversionException(
                        "'" + value + "' is not a name: at most 100 letters, digits, and . : / - _");
            }
            return value;
        }
    }
}
