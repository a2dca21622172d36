// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.transport.ConnectionClosedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;

@NeedsDocker
@DisplayName("A Fetcher meets nginx")
class NginxIT extends WebServerContract {
    private static final String CONFIG = """
            events {}
            error_log /dev/stderr notice;
            http {
                access_log off;
                default_type text/plain;
                root /srv;
                absolute_redirect off;
                add_header X-Client-Port $remote_port always;
                limit_req_zone $binary_remote_addr zone=one_a_minute:1m rate=1r/m;
                limit_conn_zone $binary_remote_addr zone=two_at_a_time:1m;

                server {
                    listen 80;
                    location /chunked/ { alias /srv/; sub_filter Jack Jill; sub_filter_once off; sub_filter_types *; }
                    location /gzip/    { alias /srv/; gzip on; gzip_types text/plain; }
                    location /slow/    { alias /srv/; limit_rate 50k; }
                    location /private/ { alias /srv/; auth_basic Overlook; auth_basic_user_file /etc/peer/users; }
                    location /old      { return 301 /older; }
                    location /older    { return 302 /page.txt; }
                    location /loop     { return 302 /loop; }
                    location /nothing  { return 444; }
                    location /small    { client_max_body_size 1k; proxy_pass http://127.0.0.1:81; }
                    location /rare     { limit_req zone=one_a_minute; limit_req_status 429; alias /srv/; }
                    location /two/     { limit_conn two_at_a_time 2; limit_rate 100k; alias /srv/; }
                }

                server {
                    listen 81;
                    keepalive_requests 5;
                }

                ssl_certificate /etc/peer/chain.pem;
                ssl_certificate_key /etc/peer/key.pem;
                ssl_protocols TLSv1.2 TLSv1.3;
                server {
                    listen 443 ssl;
                    add_header X-Protocol $ssl_protocol;
                    add_header X-Client-Port $remote_port;
                }
                server {
                    listen 444 ssl;
                    ssl_client_certificate /etc/peer/ca.pem;
                    ssl_verify_client on;
                    add_header X-Client-Name $ssl_client_s_dn;
                }
            }
            """;

    @Container
    private static final PeerContainer NGINX = PeerContainer.nginx(CONFIG)
            .withFile(PAGE, "/srv/page.txt")
            .withFile(USERS, "/etc/peer/users")
            .withIdentity(AUTHORITY)
            .withExposedPorts(80, 81, 443, 444);

    @Override
    PeerContainer server() {
        return NGINX;
    }

    /** nginx lets it in, to tell it why it has to stay outside. */
    @Test
    @Override
    void aClientWithoutACertificateIsRefused() throws Exception {
        try (Visitor visitor = visitorWithoutCertificate()) {
            Response response = visitor.loop.runUntil(fetchWithoutCertificate(visitor));

            assertThat(response.status()).isEqualTo(Status.BAD_REQUEST);
            assertThat(response.text()).contains("No required SSL certificate was sent");
        }
    }

    @Test
    void aConnectionThatIsClosedInsteadOfAnAnswer() throws Exception {
        try (Visitor visitor = new Visitor()) {
            assertThat(visitor.failure(Request.get(NGINX.url("/nothing"))))
                    .isInstanceOf(ConnectionClosedException.class)
                    .hasMessageContaining("before the response to GET http://");
            assertThat(visitor.get(NGINX.url("/page.txt")).text()).isEqualTo(PAGE);
        }
    }

    /** nginx says so after the head, and reads no more of the body. */
    @Test
    void aBodyThatIsTooLarge() throws Exception {
        Request large = Request.post(NGINX.url("/small"), Body.of(new byte[20_000_000]));
        try (Visitor visitor = new Visitor()) {
            assertThat(visitor.fetch(large).status()).isEqualTo(Status.CONTENT_TOO_LARGE);
            assertThat(visitor.get(NGINX.url("/page.txt")).text()).isEqualTo(PAGE);
        }
    }

    @Test
    void tooManyRequests() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Response first = visitor.get(NGINX.url("/rare/page.txt"));
            Response second = visitor.get(NGINX.url("/rare/page.txt"));

            assertThat(first.status()).isEqualTo(Status.OK);
            assertThat(second.status()).isEqualTo(Status.TOO_MANY_REQUESTS);
        }
    }

    @Test
    void moreAtOnceThanItAllows() throws Exception {
        List<Integer> codes = new ArrayList<>();
        try (Visitor visitor = new Visitor()) {
            List<Future<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                responses.add(visitor.fetcher.fetch(Request.get(NGINX.url("/two/page.txt"))));
            }
            visitor.loop
                    .runUntil(Future.all(visitor.loop, responses))
                    .forEach(response -> codes.add(response.status().code()));
        }
        assertThat(codes).containsExactlyInAnyOrder(200, 200, 503, 503, 503);

        // What the server allows is the client's to keep.
        try (Visitor visitor = new Visitor(
                FetcherOptions.builder().maxPerOrigin(2).maxConnections(2).build())) {
            List<Future<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                responses.add(visitor.fetcher.fetch(Request.get(NGINX.url("/two/page.txt"))));
            }
            assertThat(visitor.loop.runUntil(Future.all(visitor.loop, responses)))
                    .allSatisfy(response -> assertThat(response.text()).isEqualTo(PAGE));
        }
    }
}
