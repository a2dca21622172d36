// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import org.junit.jupiter.api.DisplayName;

@NeedsDocker
@DisplayName("A Snow app behind HAProxy")
class BehindHaproxyIT extends ProxyContract {
    /** HAProxy asks each app now and then whether it is well, on a connection of its own. */
    private static String config(int one, int two) {
        return """
                defaults
                    mode http
                    timeout check 2s # else a check has as long as inter, and a busy server is taken for one that is down
                    timeout connect 1s
                    timeout client 10s
                    timeout server 10s
                    option forwardfor
                    option redispatch
                    http-reuse always
                    retries 3
                    retry-on conn-failure empty-response

                frontend clients
                    bind :80
                    http-request disable-l7-retry if METH_POST
                    http-request set-header X-Forwarded-Proto http
                    http-request set-header X-Forwarded-Host %%[req.hdr(Host)]
                    default_backend apps
                backend apps
                    balance roundrobin
                    option httpchk GET /
                    default-server check inter 1s fastinter 50ms fall 1 rise 1
                    server one host.docker.internal:%d
                    server two host.docker.internal:%d
                """.formatted(one, two);
    }

    @Override
    PeerContainer inFrontOf(int one, int two) {
        return PeerContainer.haproxy(config(one, two));
    }
}
