// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.site.Checkout;
import io.snowloop.samples.site.DocsSite;
import io.snowloop.server.Server;
import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationTargetException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader's classes on a real network: the {@code Site} of exercise 25 on a {@code Loop} of theirs. Files of the docs are read by
 * it. Pages are rendered by the docs site, which is behind it, on a loop of ours.
 */
final class ServedSite implements AutoCloseable {
    private final Pages pages;
    private final Map<String, byte[]> classes;
    private final Object loop;
    private final ServerSocketChannel listener;

    private ServedSite(Pages pages, Map<String, byte[]> classes, Object loop, ServerSocketChannel listener) {
        this.pages = pages;
        this.classes = classes;
        this.loop = loop;
        this.listener = listener;
    }

    /**
     * Listens on the loopback address.
     *
     * @param classes those of exercise 25, and of all that it uses
     * @param port 0 for any that is free
     */
    static ServedSite of(Map<String, byte[]> classes, int port) throws IOException {
        Pages pages = Pages.start();
        try {
            AnswerClasses loader = new AnswerClasses(classes);
            Class<?> loopType = loader.loadClass("Loop");
            LongSupplier clock = System::nanoTime;
            Object loop = accessible(loopType.getDeclaredConstructor(SelectorProvider.class, LongSupplier.class))
                    .newInstance(SelectorProvider.provider(), clock);
            Class<?> siteType = loader.loadClass("Site");
            Object site = accessible(siteType.getDeclaredConstructor(loopType, Path.class, URI.class))
                    .newInstance(loop, Checkout.home().resolve("docs"), pages.url);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            Object listener = accessible(siteType.getDeclaredMethod("listen", InetSocketAddress.class))
                    .invoke(site, address);
            return new ServedSite(pages, classes, loop, (ServerSocketChannel) listener);
        } catch (ReflectiveOperationException e) {
            pages.loop.stop();
            throw e.getCause() instanceof BindException
                    ? new IOException("port " + port + " is in use: choose another one with --port", e)
                    : failure(e, classes);
        }
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }

    /** Where it listens. */
    String url() throws IOException {
        InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
        return "http://127.0.0.1:" + address.getPort() + "/";
    }

    /** Runs the loop of the reader, until it is closed. */
    void run() throws IOException {
        call("run");
    }

    /** Stops both loops. Any thread may call it. */
    @Override
    public void close() throws IOException {
        call("stop");
        listener.close();
        pages.loop.stop();
    }

    private void call(String method) throws IOException {
        try {
            accessible(loop.getClass().getDeclaredMethod(method)).invoke(loop);
        } catch (ReflectiveOperationException e) {
            throw failure(e, classes);
        }
    }

    private static IOException failure(ReflectiveOperationException error, Map<String, byte[]> classes) {
        if (!(error instanceof InvocationTargetException) || error.getCause() == null) {
            return new IOException("your files lack what the site uses: " + error.getMessage(), error);
        }
        Throwable cause = error.getCause();
        String place = place(cause, classes);
        return new IOException(
                "your site has stopped: " + cause + (place == null ? "" : " at " + place)
                        + "; snowloop learn check all looks at all of your files",
                cause);
    }

    /** The innermost line that is the reader's. */
    private static @Nullable String place(Throwable error, Map<String, byte[]> classes) {
        for (StackTraceElement frame : error.getStackTrace()) {
            if (classes.containsKey(frame.getClassName())) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return null;
    }

    /** The docs site, on a loop and a thread of its own. */
    private record Pages(EventLoop loop, URI url) {
        static Pages start() throws IOException {
            CompletableFuture<Pages> started = new CompletableFuture<>();
            Thread thread = new Thread(() -> run(started), "pages");
            thread.setDaemon(true);
            thread.start();
            try {
                return started.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private static void run(CompletableFuture<Pages> started) {
            try (EventLoop loop = EventLoop.open();
                    Server server = Server.of(DocsSite.app(Checkout.site(), Duration.ZERO))
                            .on(loop)
                            .listen("127.0.0.1", 0)) {
                started.complete(new Pages(loop, URI.create("http://127.0.0.1:" + server.port())));
                loop.run();
            } catch (IOException | RuntimeException e) {
                started.completeExceptionally(e);
            }
        }
    }
}
