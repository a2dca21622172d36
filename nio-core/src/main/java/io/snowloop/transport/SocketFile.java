// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.logging.LazyLogger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that a listening Unix-domain socket is bound to (unix(7)). The kernel makes it at bind and never deletes it; while it
 * is there, no other socket can be bound to its path.
 */
final class SocketFile {
    private static final LazyLogger LOG = new LazyLogger(Acceptor.class);

    /** The type of a socket in {@code st_mode}, and the mask of the types (inode(7)). */
    private static final int SOCKET = 0xC000;

    private static final int TYPES = 0xF000;

    private final Path path;

    /** The inode; null where the file system has none. */
    private final @Nullable Object key;

    private SocketFile(Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /** The file of a socket that has just been bound to this address. */
    static SocketFile of(UnixDomainSocketAddress bound) throws IOException {
        return new SocketFile(bound.getPath(), attributes(bound.getPath()).fileKey());
    }

    /**
     * Deletes the file, unless another socket was bound to the path meanwhile. To be called while our socket is open:
     * then the kernel can't have given its inode to another file.
     */
    void delete() {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && Objects.equals(key, attributes(path).fileKey())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, () -> "cannot delete " + path + ": nothing can listen there", e);
        }
    }

    /**
     * Deletes the file that a server has left behind that has ended without closing its socket. Nothing to do if there is none.
     *
     * @throws BindException if a server listens there, or if the file is no socket
     */
    static void deleteStale(UnixDomainSocketAddress address, SelectorProvider provider) throws IOException {
        Path path = address.getPath();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new BindException("there is a file that is not a socket");
        }
        SocketFile file = of(address);
        if (isLive(address, provider)) {
            throw new BindException("a server listens there already");
        }
        file.delete();
        LOG.log(Level.INFO, () -> "deleted " + path + ", the socket of a server that has ended");
    }

    /** Asked of the inode, because the kernel refuses to connect to a pipe or a device as it does to a stale socket. */
    private static boolean isSocket(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return attributes(path).isOther(); // Windows, where a socket is a reparse point
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & TYPES) == SOCKET;
    }

    /** Not blocking: to connect to a server whose backlog is full would wait for it. */
    private static boolean isLive(UnixDomainSocketAddress address, SelectorProvider provider) {
        try (SocketChannel probe = provider.openSocketChannel(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(address);
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            return true; // not known: then it is left alone
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public String toString() {
        return "SocketFile[" + path + "]";
    }
}
