// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Its {@code mod_auth_digest} knows MD5 only. nginx has no module for Digest in Debian; {@link NginxIT} has Basic. */
@NeedsDocker
@DisplayName("A Fetcher proves its password to Apache httpd")
class HttpdDigestIT extends DigestContract {
    private static String config(int port) {
        return """
                ServerName peer
                ServerRoot /usr/lib/apache2/modules
                DefaultRuntimeDir /run
                PidFile /run/httpd.pid
                User www-data
                Group www-data
                ErrorLog /dev/stderr
                LoadModule mpm_event_module mod_mpm_event.so
                LoadModule auth_digest_module mod_auth_digest.so
                LoadModule authn_core_module mod_authn_core.so
                LoadModule authn_file_module mod_authn_file.so
                LoadModule authz_core_module mod_authz_core.so
                LoadModule authz_user_module mod_authz_user.so
                LoadModule proxy_module mod_proxy.so
                LoadModule proxy_http_module mod_proxy_http.so

                Listen 80
                ProxyPass / http://host.docker.internal:%d/
                <Location /private/>
                    AuthType Digest
                    AuthName Overlook
                    AuthDigestProvider file
                    AuthUserFile /etc/peer/digests
                    Require valid-user
                </Location>
                <Location /private/brief/>
                    AuthDigestNonceLifetime 1
                </Location>
                <Location /private/counted/>
                    AuthDigestNcCheck On
                </Location>
                """.formatted(port);
    }

    @Override
    PeerContainer inFrontOf(int port) {
        return PeerContainer.httpd(config(port)).withFile(USERS_MD5, "/etc/peer/digests");
    }

    @Override
    String algorithm() {
        return "MD5";
    }

    /** A nonce is good for a second. It is asked until then, and after each 401 there is a 200 by a new nonce. */
    @Test
    void aStaleNonceIsRenewedAndNoRequestShowsIt() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Fetcher jack = login(visitor, "jack", "torrance");
            while (nonces() < 3) {
                assertThat(fetch(jack, Request.get(url("/private/brief/a"))).text())
                        .isEqualTo("/private/brief/a");
            }
            assertThat(codes().stream().filter(code -> code == 401)).hasSize(3);
        }
    }

    /** There each count must be the next one, so requests go one after another. */
    @Test
    void aServerThatChecksTheCount() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Fetcher jack = login(visitor, "jack", "torrance");
            for (int i = 0; i < 5; i++) {
                assertThat(fetch(jack, Request.get(url("/private/counted/a"))).text())
                        .isEqualTo("/private/counted/a");
            }
            assertThat(codes()).containsExactly(401, 200, 200, 200, 200, 200);
        }
    }
}
