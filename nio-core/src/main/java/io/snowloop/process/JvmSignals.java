// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The only way of the JDK to signals: {@code sun.misc.Signal} of its module {@code jdk.unsupported}. By reflection, because a
 * runtime image may lack that module, and because no compiler accepts the class without a warning.
 */
final class JvmSignals {
    private static final LazyLogger LOG = new LazyLogger(JvmSignals.class);

    /** Those that the JVM leaves ignored, as nohup wants it. It handles the others all the same. */
    private static final Set<String> LEFT_IGNORED = Set.of("HUP", "INT", "TERM");

    private final Class<?> signalType;
    private final Class<?> handlerType;
    private final Method handle;

    private JvmSignals(Class<?> signalType, Class<?> handlerType) throws NoSuchMethodException {
        this.signalType = signalType;
        this.handlerType = handlerType;
        this.handle = signalType.getMethod("handle", signalType, handlerType);
    }

    /**
     * The signals of this JVM.
     *
     * @param signal the name of its class
     * @throws UnsupportedOperationException if there is no such class, and what to do
     */
    static JvmSignals load(String signal) {
        try {
            return new JvmSignals(Class.forName(signal), Class.forName(signal + "Handler"));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new UnsupportedOperationException(
                    "this JVM has no signals: its module jdk.unsupported is not there. Start it with --add-modules jdk.unsupported,"
                            + " or put that module into its image",
                    e);
        }
    }

    /**
     * Has the JVM call {@code receiver} for each signal, on a thread of its own.
     *
     * @param name without its SIG
     * @return sets the handler that there was before
     * @throws UnsupportedOperationException if the JVM or the system does not give that signal
     */
    Runnable handle(String name, Consumer<String> receiver) {
        Object handler = Proxy.newProxyInstance(
                JvmSignals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        receiver.accept(name);
                    }
                    return null;
                });
        try {
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, signal, handler);
            if (before.toString().equals("SIG_IGN") && LEFT_IGNORED.contains(name)) {
                LOG.log(
                        Level.WARNING,
                        () -> "SIG" + name + " is ignored in this process, as below nohup: no callback will get it."
                                + " Start the program without nohup, for example by a service of systemd");
            }
            return () -> restore(signal, before);
        } catch (InvocationTargetException e) { // Windows does not know SIGHUP; -Xrs keeps some from all programs
            Throwable why = e.getTargetException();
            throw new UnsupportedOperationException("SIG" + name + " cannot be handled here: " + why.getMessage(), why);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sun.misc.Signal is not what it was", e);
        }
    }

    private void restore(Object signal, Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the handler of " + signal + " cannot be restored", e);
        }
    }
}
