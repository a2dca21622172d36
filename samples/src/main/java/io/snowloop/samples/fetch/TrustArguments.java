package io.snowloop.samples.fetch;

import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The arguments that say whose certificates to believe; one of them, or none for the JDK's own list. */
final class TrustArguments {
    @Option(names = "--insecure", description = "Believe any certificate: for servers of your own, and no others.")
    private boolean insecure;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Believe the certificates in this PEM file, and those that they have signed.")
    private @Nullable Path authorities;

    TrustArguments() {}

    TlsConfig config(CommandLine command) {
        Path file = authorities;
        try {
            return insecure || file == null ? TlsConfig.insecureClient() : TlsConfig.client(Trust.pem(file));
        } catch (IOException e) {
            throw new ParameterException(command, "cannot read the certificates in " + file + ": " + e.getMessage());
        }
    }
}
