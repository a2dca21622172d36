// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds calls that open a channel or a socket of the kernel: {@code Selector.open()}, {@code new Socket()}. Where the provider of the JVM
 * has to be the real one, because a server runs there as well, such a call would leave the scene. The names are those of the
 * constant pool of a class (JVMS 4.4).
 */
final class KernelChannels {
    private static final Set<String> OPENED = Set.of(
            "java/nio/channels/Selector.open",
            "java/nio/channels/SocketChannel.open",
            "java/nio/channels/ServerSocketChannel.open",
            "java/nio/channels/DatagramChannel.open",
            "java/nio/channels/Pipe.open",
            "java/nio/channels/AsynchronousSocketChannel.open",
            "java/nio/channels/AsynchronousServerSocketChannel.open",
            "java/nio/channels/spi/SelectorProvider.provider",
            "java/net/Socket.<init>",
            "java/net/ServerSocket.<init>",
            "java/net/DatagramSocket.<init>",
            "java/net/URL.openConnection",
            "java/net/URL.openStream",
            "java/net/http/HttpClient.newBuilder",
            "java/net/http/HttpClient.newHttpClient");

    private KernelChannels() {}

    /** The first call that was found, such as {@code Selector.open}; null if there is none. */
    static @Nullable String in(Iterable<byte[]> classes) throws IOException {
        for (byte[] bytes : classes) {
            String call = in(bytes);
            if (call != null) {
                return call.substring(call.lastIndexOf('/') + 1);
            }
        }
        return null;
    }

    private static @Nullable String in(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        in.skipBytes(8); // magic and version
        int count = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, Integer> names = new HashMap<>(); // of a class, and of a name with a type: the index of its text
        Map<Integer, Integer> methods = new HashMap<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 7 -> names.put(i, in.readUnsignedShort());
                case 10 -> methods.put(i, in.readInt()); // two indices: of the class, and of the name with its type
                case 12 -> {
                    names.put(i, in.readUnsignedShort());
                    in.skipBytes(2);
                }
                case 8, 16, 19, 20 -> in.skipBytes(2);
                case 15 -> in.skipBytes(3);
                case 5, 6 -> {
                    in.skipBytes(8);
                    i++; // they take two places
                }
                default -> in.skipBytes(4);
            }
        }
        return methods.values().stream()
                .map(both -> texts.get(names.get(both >>> 16)) + "." + texts.get(names.get(both & 0xFFFF)))
                .filter(OPENED::contains)
                .sorted()
                .findFirst()
                .orElse(null);
    }
}
