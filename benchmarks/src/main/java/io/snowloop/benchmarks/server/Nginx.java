// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Cpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * nginx as Debian packages it: a yardstick, and the server over TLS of the measured clients. It runs as one process with one
 * thread, and without a log of its requests.
 */
public final class Nginx {
    /** The entry of the tables. */
    static final ServerEntry ENTRY = new ServerEntry("nginx", "nginx", null, false);

    /** Connections last as long as a measurement. */
    private static final String CONFIG =
            """
            daemon off;
            master_process off;
            worker_rlimit_nofile 65536;
            pid FOLDER/pid;
            error_log stderr warn;
            events { worker_connections 16384; }
            http {
                access_log off;
                keepalive_timeout 1h;
                keepalive_requests 1000000000;
                client_body_temp_path FOLDER/client;
                proxy_temp_path FOLDER/proxy;
                fastcgi_temp_path FOLDER/fastcgi;
                uwsgi_temp_path FOLDER/uwsgi;
                scgi_temp_path FOLDER/scgi;
                HTTP
            }
            """;

    /** The same response as that of the server in C, over TLS. */
    private static final String TLS =
            """
            server {
                listen 127.0.0.1:PORT ssl backlog=BACKLOG;
                ssl_certificate FOLDER/certificate.pem;
                ssl_certificate_key FOLDER/key.pem;
                ssl_protocols TLSv1.3;
                ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
                default_type text/plain;
                location = /plaintext { return 200 "TEXT"; }
            }
            """;

    /** As the module's documentation says: connections to the origin are kept alive, which is not the default. */
    private static final String PROXY =
            """
            upstream origin {
                server 127.0.0.1:ORIGIN;
                keepalive 64;
                keepalive_requests 1000000000;
                keepalive_timeout 1h;
            }
            server {
                listen 127.0.0.1:PORT backlog=BACKLOG;
                location / {
                    proxy_pass http://origin;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                }
            }
            """;

    private Nginx() {}

    /**
     * Starts a server over TLS, on the CPU of the load generator.
     *
     * @param key that {@link PeerKey#make} has made
     */
    public static RunningServer tls(Path key, Path log) throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = folder();
        PeerKey.writePem(key, temporary(folder, "key.pem"), temporary(folder, "certificate.pem"));
        return start(log, Cpus.GENERATOR, folder, TLS.replace("TEXT", Payload.TEXT));
    }

    /** Starts a proxy of a server on this port. */
    static RunningServer proxy(int origin, Path log) throws IOException, InterruptedException {
        return start(log, Cpus.MEASURED, folder(), PROXY.replace("ORIGIN", Integer.toString(origin)));
    }

    private static RunningServer start(Path log, String cpus, Path folder, String http)
            throws IOException, InterruptedException {
        int port = RunningServer.freePort();
        String config = CONFIG.replace("HTTP", http)
                .replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(port))
                .replace("BACKLOG", Integer.toString(Backlog.LENGTH));
        Path file = Files.writeString(temporary(folder, "nginx.conf"), config);
        List<String> command = List.of("nginx", "-e", "stderr", "-c", file.toString());
        return RunningServer.start(ENTRY, Cpus.pinned(cpus, command), port, log);
    }

    private static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("snowloop-nginx");
        folder.toFile().deleteOnExit();
        for (String made : List.of("pid", "client", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary(folder, made);
        }
        return folder;
    }

    private static Path temporary(Path folder, String name) {
        Path file = folder.resolve(name);
        file.toFile().deleteOnExit();
        return file;
    }
}
