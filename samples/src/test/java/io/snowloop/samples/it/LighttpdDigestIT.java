// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import org.junit.jupiter.api.DisplayName;

/** It knows SHA-256, too (RFC 7616). */
@NeedsDocker
@DisplayName("A Fetcher proves its password to lighttpd")
class LighttpdDigestIT extends DigestContract {
    private static String config(int port) {
        return """
                server.port = 80
                server.document-root = "/srv"
                server.modules = ("mod_auth", "mod_authn_file", "mod_proxy")
                auth.backend = "htdigest"
                auth.backend.htdigest.userfile = "/etc/peer/digests"
                auth.require = ("/private/" => (
                    "method" => "digest", "algorithm" => "SHA-256", "realm" => "Overlook", "require" => "valid-user"))
                proxy.server = ("" => (("host" => "host.docker.internal", "port" => %d)))
                """.formatted(port);
    }

    @Override
    PeerContainer inFrontOf(int port) {
        return PeerContainer.lighttpd(config(port)).withFile(USERS_SHA256, "/etc/peer/digests");
    }

    @Override
    String algorithm() {
        return "SHA-256";
    }
}
