// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;

@NeedsDocker
@DisplayName("A Fetcher meets Apache httpd")
class HttpdIT extends WebServerContract {
    private static final String CONFIG = """
            ServerName peer
            ServerRoot /usr/lib/apache2/modules
            PidFile /run/httpd.pid
            User www-data
            Group www-data
            ErrorLog /dev/stderr
            LoadModule mpm_event_module mod_mpm_event.so
            LoadModule alias_module mod_alias.so
            LoadModule auth_basic_module mod_auth_basic.so
            LoadModule authn_core_module mod_authn_core.so
            LoadModule authn_file_module mod_authn_file.so
            LoadModule authz_core_module mod_authz_core.so
            LoadModule authz_user_module mod_authz_user.so
            LoadModule deflate_module mod_deflate.so
            LoadModule env_module mod_env.so
            LoadModule filter_module mod_filter.so
            LoadModule headers_module mod_headers.so
            LoadModule mime_module mod_mime.so
            LoadModule ratelimit_module mod_ratelimit.so
            LoadModule socache_shmcb_module mod_socache_shmcb.so
            LoadModule ssl_module mod_ssl.so
            LoadModule substitute_module mod_substitute.so
            TypesConfig /etc/mime.types
            AddType text/plain .txt

            Listen 80
            Listen 81
            Listen 443
            Listen 444
            KeepAlive On
            MaxKeepAliveRequests 100
            DocumentRoot /srv
            Alias /chunked/ /srv/
            Alias /gzip/ /srv/
            Alias /slow/ /srv/
            Alias /private/ /srv/
            Redirect 301 /older /page.txt
            Redirect 302 /old /older
            Redirect 302 /loop /loop
            Header always set X-Client-Port "expr=%{REMOTE_PORT}"

            <Directory /srv>
                Require all granted
            </Directory>
            <Location /chunked/>
                SetOutputFilter SUBSTITUTE
                Substitute s/Jack/Jill/n
            </Location>
            # else it would not know the tag of a compressed page again
            DeflateAlterETag NoChange
            <Location /gzip/>
                SetOutputFilter DEFLATE
            </Location>
            <Location /slow/>
                SetOutputFilter RATE_LIMIT
                SetEnv rate-limit 50
            </Location>
            <Location /private/>
                AuthType Basic
                AuthName Overlook
                AuthUserFile /etc/peer/users
                Require valid-user
            </Location>

            <VirtualHost *:81>
                MaxKeepAliveRequests 5
            </VirtualHost>

            SSLCertificateFile /etc/peer/chain.pem
            SSLCertificateKeyFile /etc/peer/key.pem
            <VirtualHost *:443>
                SSLEngine on
                Header set X-Protocol "%{SSL_PROTOCOL}s"
            </VirtualHost>
            <VirtualHost *:444>
                SSLEngine on
                SSLCACertificateFile /etc/peer/ca.pem
                SSLVerifyClient require
                SSLVerifyDepth 3
                Header set X-Client-Name "%{SSL_CLIENT_S_DN}s"
            </VirtualHost>
            """;

    @Container
    private static final PeerContainer HTTPD = PeerContainer.httpd(CONFIG)
            .withFile(PAGE, "/srv/page.txt")
            .withFile(USERS, "/etc/peer/users")
            .withIdentity(AUTHORITY)
            .withExposedPorts(80, 81, 443, 444);

    @Override
    PeerContainer server() {
        return HTTPD;
    }

    /** With TLS 1.3 the client is done first, so it may have sent its request before it learns that it isn't let in. */
    @Test
    @Override
    void aClientWithoutACertificateIsRefused() throws Exception {
        try (Visitor visitor = visitorWithoutCertificate()) {
            assertThat(visitor.failure(fetchWithoutCertificate(visitor)))
                    .hasRootCauseInstanceOf(SSLException.class)
                    .rootCause()
                    .hasMessageContaining("certificate_required");
        }
    }
}
