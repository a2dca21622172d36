// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * The rung {@link Threads}, on threads of the JVM instead of the kernel's. While one waits, the JVM keeps its stack on the heap,
 * and its carrier, a thread of the kernel, runs another.
 */
final class Virtual implements Rung {
    private final Rung threads = new Threads(factory());

    @Override
    public Running serve(Backend backend) throws IOException {
        return threads.serve(backend);
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException, InterruptedException {
        return threads.fetch(urls, atOnce);
    }

    /** {@code Thread.ofVirtual().factory()}, which a JDK 17 does not know: the sources are compiled for it. */
    private static ThreadFactory factory() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
            return (ThreadFactory) factory.invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("it needs JDK 21", e);
        }
    }
}
