// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.snowloop.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/**
 * A peer program in its own container. All programs are in one image, which is built once and shared by all tests. Tests
 * differ in the command and the configuration.
 */
final class PeerContainer extends GenericContainer<PeerContainer> {
    /** The name of the test's machine in a container. */
    static final String HOST = "host.docker.internal";

    /** Another one, which that machine does not know: see {@link NamedOrigin}. */
    static final String ORIGIN = "origin.test";

    // region image
    static final ImageFromDockerfile IMAGE = new ImageFromDockerfile("localhost/snowloop/peers", false)
            .withDockerfileFromBuilder(dockerfile -> dockerfile
                    .from("debian:bookworm-slim")
                    .run("apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq"
                            + " --no-install-recommends nginx-light apache2 haproxy curl wrk apache2-utils"
                            + " nghttp2-client slowhttptest openssl iproute2 iptables python3-websockets node-ws"
                            + " python3-h2 python3-httpx nsd redis-server"
                            + " squid tinyproxy-bin dante-server lighttpd openssh-server openssh-client"
                            + " && rm -rf /var/lib/apt/lists/*"));
    // endregion

    private PeerContainer(String... command) {
        this(IMAGE);
        withCommand(command);
    }

    /** A container of another image. */
    PeerContainer(ImageFromDockerfile image) {
        super(image);
        withExtraHost(HOST, "host-gateway");
        withExtraHost(ORIGIN, "host-gateway");
    }

    /** nginx, with this configuration file. It listens on port 80, at least. */
    static PeerContainer nginx(String config) {
        return new PeerContainer("nginx", "-g", "daemon off;")
                .withFile(config, "/etc/nginx/nginx.conf")
                .withExposedPorts(80)
                .waitingFor(Wait.forLogMessage(".*start worker process .*", 1));
    }

    /** Apache httpd, with this configuration file. It listens on port 80, at least. */
    static PeerContainer httpd(String config) {
        return new PeerContainer("apache2", "-DFOREGROUND", "-f", "/etc/peer/httpd.conf")
                .withFile(config, "/etc/peer/httpd.conf")
                .withExposedPorts(80)
                .waitingFor(Wait.forLogMessage(".*resuming normal operations.*", 1));
    }

    /** HAProxy, with this configuration file. It listens on port 80, at least. */
    static PeerContainer haproxy(String config) {
        return new PeerContainer("haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg")
                .withFile(config, "/etc/haproxy/haproxy.cfg")
                .withExposedPorts(80)
                .waitingFor(Wait.forLogMessage(".*Loading success.*", 1));
    }

    /** Redis: as many servers as there are lines of options, in the order of their start. Each has to name its port. */
    static PeerContainer redis(String... servers) {
        return new PeerContainer("sh", "-c", String.join(" & ", servers) + " & wait")
                .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", servers.length));
    }

    /** The name server NSD, with these settings of its zones. It serves on port 53 of its {@link #address}, over UDP and TCP. */
    static PeerContainer nsd(String zones) {
        String config = "server:\n ip-address: 0.0.0.0\n database: \"\"\n rrl-ratelimit: 0\n zonesdir: /etc/peer\n"
                + "remote-control:\n control-enable: no\n";
        return new PeerContainer("nsd", "-d", "-c", "/etc/peer/nsd.conf")
                .withFile(config + zones, "/etc/peer/nsd.conf")
                .waitingFor(Wait.forLogMessage(".*nsd started.*", 1));
    }

    /** Squid, with this configuration file. It listens on port 80, at least: a moment after it has said so. */
    static PeerContainer squid(String config) {
        return new PeerContainer("squid", "-N", "-d", "1")
                .withFile(config, "/etc/squid/squid.conf")
                .withExposedPorts(80)
                .waitingFor(Wait.forListeningPort());
    }

    /** Two of tinyproxy, which has one port each, with these configuration files. One listens on port 80. */
    static PeerContainer tinyproxies(String one, String two) {
        return new PeerContainer("sh", "-c", "tinyproxy -d -c /etc/peer/one & exec tinyproxy -d -c /etc/peer/two")
                .withFile(one, "/etc/peer/one")
                .withFile(two, "/etc/peer/two")
                .withExposedPorts(80)
                .waitingFor(Wait.forLogMessage(".*Accepting connections.*", 2));
    }

    /** Dante, with this configuration file. It listens on port 80, at least. This command of the shell runs before. */
    static PeerContainer dante(String config, String before) {
        return new PeerContainer("sh", "-c", before + " && exec danted")
                .withFile(config, "/etc/danted.conf")
                .withExposedPorts(80)
                .waitingFor(Wait.forLogMessage(".*Dante/server.* running.*", 1));
    }

    /** A client of OpenSSH, whose server is in the same container, as a SOCKS proxy ({@code ssh -D}) on port 80. */
    static PeerContainer ssh() {
        String login = "mkdir -p /run/sshd /root/.ssh && cd /root/.ssh && ssh-keygen -q -t ed25519 -N '' -f id_ed25519"
                + " && cp id_ed25519.pub authorized_keys && /usr/sbin/sshd";
        String client = "exec ssh -v -N -D 0.0.0.0:80 -o StrictHostKeyChecking=no localhost";
        return new PeerContainer("sh", "-c", login + " && " + client)
                .withExposedPorts(80)
                .waitingFor(Wait.forLogMessage(".*Entering interactive session.*", 1));
    }

    /** lighttpd, with this configuration file. It listens on port 80. */
    static PeerContainer lighttpd(String config) {
        return new PeerContainer("lighttpd", "-D", "-f", "/etc/peer/lighttpd.conf")
                .withFile(config, "/etc/peer/lighttpd.conf")
                .withExposedPorts(80)
                .waitingFor(Wait.forLogMessage(".*server started.*", 1));
    }

    /** A program of these words, with this source. It listens on port 80 when it prints so. */
    static PeerContainer program(String source, String... command) {
        return new PeerContainer(command)
                .withFile(source, command[command.length - 1])
                .withExposedPorts(80)
                .waitingFor(Wait.forLogMessage(".*listening.*", 1));
    }

    /** No server: a container in which to {@link #run} clients. */
    static PeerContainer shell() {
        return new PeerContainer("sleep", "infinity");
    }

    /** Puts a text into a file that all users in the container may read. */
    PeerContainer withFile(String text, String path) {
        return withCopyToContainer(Transferable.of(text, 0644), path);
    }

    /**
     * Puts the files of a TLS server into {@code /etc/peer}: {@code chain.pem}, {@code key.pem}, {@code both.pem} with these two, {@code
     * ca.pem}.
     */
    PeerContainer withIdentity(TestAuthority authority) {
        TestAuthority.Issued issued = authority.issue("localhost", "127.0.0.1");
        StringBuilder chain = new StringBuilder();
        issued.chain().forEach(certificate -> chain.append(TestAuthority.pem(certificate)));
        String key = TestAuthority.pem("PRIVATE KEY", issued.key().getEncoded());
        return withFile(chain.toString(), "/etc/peer/chain.pem")
                .withFile(key, "/etc/peer/key.pem")
                .withFile(chain + key, "/etc/peer/both.pem")
                .withFile(TestAuthority.pem(authority.certificate), "/etc/peer/ca.pem");
    }

    /** The URL of a path on port 80. */
    String url(String path) {
        return url(80, path);
    }

    /** The URL of a path on another port. */
    String url(int port, String path) {
        return "http://" + getHost() + ":" + getMappedPort(port) + path;
    }

    /** The URL of a path on another port, with TLS. */
    String secureUrl(int port, String path) {
        return "https://" + getHost() + ":" + getMappedPort(port) + path;
    }

    /** The address on the engine's network, without port forwarding: for faults of that network. */
    String address() {
        Iterator<ContainerNetwork> networks = dockerClient
                .inspectContainerCmd(getContainerId())
                .exec()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator();
        return networks.next().getIpAddress();
    }

    /** The engine, for operations on containers. */
    DockerClient engine() {
        return dockerClient;
    }

    /** Runs a program in the container to its end. Its exit code must be 0; returns its output. */
    String run(String... command) {
        Container.ExecResult result = tryToRun(command);
        assertThat(result.getExitCode())
                .as("%s printed%n%s%s", String.join(" ", command), result.getStdout(), result.getStderr())
                .isZero();
        return result.getStdout();
    }

    /** Runs a program in the container to its end, with any exit code. */
    Container.ExecResult tryToRun(String... command) {
        try {
            return execInContainer(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + String.join(" ", command), e);
        }
    }
}
