// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A hosts file")
class HostsFileTest {
    private static List<String> addresses(String text, String name) {
        return HostsFile.parse(text).addresses(name).stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @Test
    void hasAddressesWithTheirNamesAndComments() {
        String text =
                "# 10.0.0.1 a\n10.0.0.2\ta  b.example.org # c\r\n  10.0.0.3 a\n::1 A a\n10.0.0.4#a\n10.0.0.5 d#e\n";
        assertThat(addresses(text, "a")).containsExactly("10.0.0.2", "10.0.0.3", "0:0:0:0:0:0:0:1");
        assertThat(addresses(text, "B.Example.org.")).containsExactly("10.0.0.2");
        assertThat(addresses(text, "c")).isEmpty();
        assertThat(addresses(text, "d")).containsExactly("10.0.0.5");
        assertThat(addresses(text, "10.0.0.2")).isEmpty();
    }

    @Test
    void ignoresLinesWithoutAnAddress() {
        assertThat(addresses("127.1 a\nfe80::1%lo0 a\nhello a\n\n10.0.0.1 a", "a"))
                .containsExactly("10.0.0.1");
    }

    @Test
    void isEmptyIfItIsNotThere(@TempDir Path folder) throws IOException {
        assertThat(HostsFile.read(folder.resolve("hosts")).addresses("a")).isEmpty();
    }

    @Test
    void hasABound(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("hosts");
        Files.writeString(file, "10.0.0.1 a\n");
        try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
            longer.setLength(HostsFile.MAX_LENGTH);
        }
        assertThat(HostsFile.read(file).addresses("a")).hasSize(1);
        try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
            longer.setLength(HostsFile.MAX_LENGTH + 1);
        }
        assertThatIOException()
                .isThrownBy(() -> HostsFile.read(file))
                .withMessageContaining(file + " is longer than 4194304 bytes");
    }
}
