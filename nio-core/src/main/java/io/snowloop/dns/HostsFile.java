// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The names that a file gives addresses to: hosts(5), which is asked before any server. Immutable; any thread. */
public final class HostsFile {
    /** The longest file that is read, in bytes. */
    public static final int MAX_LENGTH = 4 * 1024 * 1024;

    /** No names. */
    public static final HostsFile EMPTY = parse("");

    private final Map<String, List<InetAddress>> names;

    private HostsFile(Map<String, List<InetAddress>> names) {
        this.names = names;
    }

    /**
     * Reads a file. This blocks: it is for the start of a program, or for {@link io.snowloop.loop.Scheduler#blocking}.
     * @param file such as {@code /etc/hosts}; one that does not exist has no names
     * @return its names
     * @throws IOException if it cannot be read, or has more than {@value #MAX_LENGTH} bytes
     */
    public static HostsFile read(Path file) throws IOException {
        return parse(TextFile.read(Objects.requireNonNull(file, "file"), MAX_LENGTH));
    }

    /**
     * {@return the names of a text} Each line has an address and its names; {@code #} begins a comment. A line whose first word is no IP
     * address is ignored, as the C library does it.
     *
     * @param text of any length
     */
    public static HostsFile parse(String text) {
        Map<String, List<InetAddress>> names = new HashMap<>();
        Objects.requireNonNull(text, "text").lines().forEach(line -> {
            int comment = line.indexOf('#');
            List<String> words = TextFile.words(comment < 0 ? line : line.substring(0, comment));
            InetAddress address =
                    words.isEmpty() ? null : Resolver.address(words.get(0), 0).getAddress();
            if (address != null) {
                words.stream().skip(1).map(HostsFile::key).distinct().forEach(name -> {
                    List<InetAddress> known = names.computeIfAbsent(name, first -> new ArrayList<>());
                    if (!known.contains(address)) {
                        known.add(address);
                    }
                });
            }
        });
        names.replaceAll((name, addresses) -> List.copyOf(addresses));
        return new HostsFile(names);
    }

    /**
     * {@return the addresses of a name in the order of the file; empty if the file does not have it}
     * @param name in any case (RFC 4343), with or without a dot at its end
     */
    public List<InetAddress> addresses(String name) {
        return names.getOrDefault(key(Objects.requireNonNull(name, "name")), List.of());
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Override
    public String toString() {
        return "HostsFile[" + names.size() + " names]";
    }
}
