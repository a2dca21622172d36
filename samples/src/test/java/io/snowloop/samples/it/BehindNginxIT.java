// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import org.junit.jupiter.api.DisplayName;

@NeedsDocker
@DisplayName("A Snow app behind nginx")
class BehindNginxIT extends ProxyContract {
    /** nginx finds out that an app is ill by asking it: then it asks the other one. */
    private static String config(int one, int two) {
        return """
                worker_processes 1;
                events {}
                error_log /dev/stderr notice;
                http {
                    access_log off;
                    client_max_body_size 100m;
                    upstream apps {
                        server host.docker.internal:%d max_fails=1 fail_timeout=1s;
                        server host.docker.internal:%d max_fails=1 fail_timeout=1s;
                        keepalive 16;
                    }
                    server {
                        listen 80;
                        location / {
                            proxy_pass http://apps;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_set_header Host $http_host;
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                            proxy_set_header X-Forwarded-Proto $scheme;
                            proxy_set_header X-Forwarded-Host $http_host;
                            proxy_buffering off;
                            proxy_request_buffering off;
                            proxy_next_upstream error timeout http_503;
                        }
                    }
                }
                """.formatted(one, two);
    }

    @Override
    PeerContainer inFrontOf(int one, int two) {
        return PeerContainer.nginx(config(one, two));
    }
}
