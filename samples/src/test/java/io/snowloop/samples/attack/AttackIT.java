// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.server.Server;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack is made on a server of its own. */
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "elsewhere a process can't tell its descriptors")
@Tag("once") // it takes more than a minute
@DisplayName("A server answers, and holds no more than before, after")
class AttackIT {
    @TempDir
    private static Path folder;

    static Stream<Attack> attacks() throws IOException {
        return Stream.of(ViewAttacks.all(), PeerAttacks.all(), LoadAttacks.all(), TlsAttacks.all(folder))
                .flatMap(attacks -> attacks);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void an(Attack attack) throws Exception {
        try (Target target = Target.start(attack.setup())) {
            try {
                attack.run(target);
                target.assertAnswers();
                target.awaitRest();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(e + "\nThe server's log:\n" + target.log(), e);
            }
        }
    }

    /** As after a restart where the new server is there before the old one has gone. */
    @Test
    void theUnixFileWasTheOneOfAnOldServer(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        Server old = Server.of(new TargetApp().snow()).listen(address);
        Files.delete(address.getPath());
        try (Server fresh = Server.of(new TargetApp().snow()).listen(address);
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.close();
            client.connect(address);
            assertThat(fresh.address()).isEqualTo(address);
        }
    }
}
