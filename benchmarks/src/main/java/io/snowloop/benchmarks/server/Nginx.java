// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Cpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * nginx as Debian packages it: a yardstick, and the server over TLS of the measured clients. It runs as one process with one
 * thread, and without a log of its requests; it ends with the runner.
 */
public final class Nginx {
    /** The name of its entries. */
    static final String NAME = "nginx";

    /** The entry of the tables. */
    static final ServerEntry ENTRY = new ServerEntry(NAME, NAME, null, false);

    /** Connections last as long as a measurement. */
    private static final String CONFIG = """
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
    private static final String TLS = """
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
    private static final String PROXY = """
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

    /** Bodies over TLS, from files whose descriptors it keeps open; all else as in Debian's configuration, and in the documentation about HTTPS. */
    private static final String BODIES = """
            sendfile on;
            tcp_nopush on;
            types { }
            default_type application/octet-stream;
            open_file_cache max=100 inactive=1h;
            ssl_session_cache shared:TLS:10m;
            server {
                listen 127.0.0.1:PORT ssl backlog=BACKLOG;
                ssl_protocols TLSv1.3;
                ssl_certificate FOLDER/certificate.pem;
                ssl_certificate_key FOLDER/key.pem;
                root FOLDER;
            }
            """;

    private Nginx() {}

    /**
     * The command that serves each {@link TlsBody} over TLS.
     *
     * @param key that {@link PeerKey#make} has made
     */
    static List<String> command(Path key, int port) throws IOException {
        Path folder = folder();
        PeerKey.writePem(key, folder);
        Files.createDirectories(folder.resolve("bytes"));
        for (TlsBody body : TlsBody.values()) {
            Files.write(folder.resolve(body.path().substring(1)), body.bytes());
        }
        return command(folder, port, BODIES);
    }

    /**
     * Starts a server over TLS, on the CPU of the load generator.
     *
     * @param key that {@link PeerKey#make} has made
     */
    public static RunningServer tls(Path key, Path log) throws IOException, InterruptedException {
        Path folder = folder();
        PeerKey.writePem(key, folder);
        return start(log, Cpus.GENERATOR, folder, TLS.replace("TEXT", Payload.TEXT));
    }

    /** Starts a proxy of a server on this port. */
    static RunningServer proxy(int origin, Path log) throws IOException, InterruptedException {
        return start(log, Cpus.MEASURED, folder(), PROXY.replace("ORIGIN", Integer.toString(origin)));
    }

    private static RunningServer start(Path log, String cpus, Path folder, String http)
            throws IOException, InterruptedException {
        int port = RunningServer.freePort();
        return RunningServer.start(ENTRY, Cpus.pinned(cpus, command(folder, port, http)), port, log);
    }

    private static List<String> command(Path folder, int port, String http) throws IOException {
        String config = CONFIG.replace("HTTP", http)
                .replace("FOLDER", folder.toString())
                .replace("PORT", Integer.toString(port))
                .replace("BACKLOG", Integer.toString(Backlog.LENGTH));
        Path file = Files.writeString(temporary(folder, "nginx.conf"), config);
        return List.of(
                "setpriv", "--pdeathsig", "KILL", NAME, "-e", "stderr", "-p", folder.toString(), "-c", file.toString());
    }

    private static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("snowloop-nginx");
        folder.toFile().deleteOnExit();
        for (String made :
                List.of("pid", "key.pem", "certificate.pem", "client", "proxy", "fastcgi", "uwsgi", "scgi")) {
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
