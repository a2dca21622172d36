// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import io.snowloop.sim.SimProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The main class of the JVM in which the program of a jar runs on a simulated network. The program has the main thread, and its
 * check another one: both are on the host 127.0.0.1, because nothing but this JVM has that network.
 */
final class JarMain {
    private JarMain() {}

    public static void main(String[] args) throws Throwable {
        Order order = Order.of(args);
        SimProvider.simulation(); // from here on a java.net.Socket is refused
        thread("judge", () -> judge(order)).start();
        try {
            call(order.mainClass(), order.arguments());
        } catch (InvocationTargetException e) {
            throw e.getCause(); // as if it were the main class: the JVM prints it, and ends with 1 if no thread goes on
        }
    }

    /** Calls a main method. */
    static void call(String type, List<String> arguments) throws ReflectiveOperationException {
        Method main = Class.forName(type).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) arguments.toArray(String[]::new));
    }

    /** Ends the JVM at once when there is a verdict: the program would go on. */
    private static void judge(Order order) {
        try {
            verdict(order, Check.of(order)).write(order.result());
        } catch (Throwable thrown) {
            thrown.printStackTrace(System.err);
        }
        Runtime.getRuntime().halt(0);
    }

    private static Verdict verdict(Order order, Check check) throws InterruptedException {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        thread("check", () -> {
                    try {
                        check.awaitBegin();
                        new Verdict(Verdict.Kind.CHECKING, "").write(order.result());
                        verdict.complete(check.ask());
                    } catch (Throwable thrown) {
                        verdict.completeExceptionally(thrown);
                    }
                })
                .start();
        try {
            return verdict.get(order.limit(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Verdict.fails(check.waitsFor() + " after " + order.limit() + " s (--limit)" + network());
        } catch (ExecutionException e) {
            return Verdict.fails("the check failed: " + e.getCause());
        }
    }

    private static String network() {
        List<String> listeners = Check.listeners();
        String text = listeners.isEmpty() ? "" : "; the program is " + String.join(", ", listeners);
        return Check.connections().stream().reduce(text, (all, one) -> all + "\n    open: " + one);
    }

    private static Thread thread(String name, Runnable code) {
        Thread thread = new Thread(code, name);
        thread.setDaemon(true);
        return thread;
    }
}
