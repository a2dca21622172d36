// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * nginx over TLS, in one process. It serves the bodies as files, whose descriptors it keeps open. It is let log nothing, as the
 * others; all else is as in Debian's configuration and in the page about HTTPS of its documentation.
 */
final class NginxServer {
    /** The name of the entry. */
    static final String NAME = "nginx";

    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid FOLDER/nginx.pid;
            error_log stderr;
            worker_rlimit_nofile 20000;
            events { worker_connections 10000; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                types { }
                default_type application/octet-stream;
                keepalive_requests 1000000000;
                open_file_cache max=100 inactive=1h;
                client_body_temp_path FOLDER/a;
                proxy_temp_path FOLDER/b;
                fastcgi_temp_path FOLDER/c;
                uwsgi_temp_path FOLDER/d;
                scgi_temp_path FOLDER/e;
                ssl_session_cache shared:TLS:10m;
                server {
                    listen 127.0.0.1:PORT ssl backlog=16384;
                    ssl_protocols TLSv1.3;
                    ssl_certificate FOLDER/certificate.pem;
                    ssl_certificate_key FOLDER/key.pem;
                    root FOLDER;
                }
            }
            """;

    private NginxServer() {}

    /** The command that runs it with this key. It ends with the runner. */
    static List<String> command(Path key, int port) throws IOException {
        Path folder = Files.createTempDirectory("snowloop-nginx");
        PeerKey.writePem(key, folder);
        Files.createDirectories(folder.resolve("bytes"));
        for (TlsBody body : TlsBody.values()) {
            Files.write(folder.resolve(body.path().substring(1)), body.bytes());
        }
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(
                configuration,
                CONFIGURATION.replace("FOLDER", folder.toString()).replace("PORT", Integer.toString(port)));
        return List.of(
                "setpriv",
                "--pdeathsig",
                "KILL",
                "nginx",
                "-e",
                "stderr",
                "-p",
                folder.toString(),
                "-c",
                configuration.toString());
    }
}
