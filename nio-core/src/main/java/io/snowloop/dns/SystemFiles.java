// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The options that two files of the machine give. A look-up takes them from memory. Every 5 seconds at most, and only if there are look-ups,
 * another thread looks whether a file has changed, and reads both again: a laptop gets another server with another network.
 */
final class SystemFiles implements Supplier<DnsOptions> {
    private static final LazyLogger LOG = new LazyLogger(DnsResolver.class);
    private static final long CHECK_NANOS = Duration.ofSeconds(5).toNanos();

    private final Path resolvConf;
    private final Path hosts;
    private final Executor executor;
    private final Ticker ticker;
    private final Runnable changed;
    private final AtomicBoolean checking = new AtomicBoolean();
    private volatile DnsOptions options;
    private volatile List<Object> stamps;
    private volatile long nextCheck;

    /**
     * Reads the files.
     *
     * @param executor has a thread that may block
     * @param changed called on that thread after other options were read
     */
    SystemFiles(Path resolvConf, Path hosts, Executor executor, Ticker ticker, Runnable changed) throws IOException {
        this.resolvConf = resolvConf;
        this.hosts = hosts;
        this.executor = executor;
        this.ticker = ticker;
        this.changed = changed;
        stamps = stamps(); // before they are read: a change in between is seen at the next check
        options = read();
        nextCheck = ticker.nanoTime() + CHECK_NANOS;
    }

    /** Any thread. */
    @Override
    public DnsOptions get() {
        if (ticker.nanoTime() - nextCheck >= 0 && checking.compareAndSet(false, true)) {
            try {
                executor.execute(this::check);
            } catch (Throwable e) { // such as the error that there are no more threads: the look-up needs none
                failed(e);
                checked();
            }
        }
        return options;
    }

    private void check() {
        try {
            List<Object> now = stamps();
            if (!now.equals(stamps)) {
                options = read();
                stamps = now; // after: a change that could not be read is read at the next check
                changed.run();
            }
        } catch (Throwable e) {
            failed(e);
        } finally {
            checked();
        }
    }

    private static void failed(Throwable e) {
        LOG.log(Level.WARNING, () -> "the settings of DNS stay as they were before " + e, e);
    }

    private void checked() {
        nextCheck = ticker.nanoTime() + CHECK_NANOS;
        checking.set(false);
    }

    private DnsOptions read() throws IOException {
        return DnsOptions.builder(ResolvConf.read(resolvConf))
                .hosts(HostsFile.read(hosts))
                .build();
    }

    private List<Object> stamps() throws IOException {
        return List.of(stamp(resolvConf), stamp(hosts));
    }

    /** What is another value when the file is another one, or has another content. */
    private static Object stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), "" + attributes.fileKey());
        } catch (NoSuchFileException e) {
            return "none";
        }
    }
}
