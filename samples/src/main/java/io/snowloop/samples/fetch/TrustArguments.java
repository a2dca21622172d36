// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.samples.IoMessages;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The arguments for the trusted certificates; without one, those of the JDK. */
final class TrustArguments {
    @Option(names = "--insecure", description = "Trust any certificate: only for your own servers.")
    private boolean insecure;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Trust the certificates in this PEM file, and those that they have signed.")
    private @Nullable Path authorities;

    TrustArguments() {}

    TlsConfig config(CommandLine command) {
        Path file = authorities;
        try {
            return insecure || file == null ? TlsConfig.insecureClient() : TlsConfig.client(Trust.pem(file));
        } catch (IOException e) {
            throw new ParameterException(command, "cannot read the certificates: " + IoMessages.of(e));
        }
    }
}
