// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

/** What this JVM does with signals. */
public final class SignalHandlers {
    private SignalHandlers() {}

    /** The handler of a signal, which is named without its SIG. The JVM tells it when it is given another one. */
    public static String of(String name) throws Exception {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        Object byDefault = handlerType.getField("SIG_DFL").get(null);
        var handle = signalType.getMethod("handle", signalType, handlerType);
        Object now = handle.invoke(null, signal, byDefault);
        handle.invoke(null, signal, now);
        return now.toString();
    }

    /** Skips a test if this process, and so each child of it, ignores a signal: no JVM can change that. */
    public static void assumeNotIgnored(String name) throws Exception {
        assumeThat(of(name)).as("SIG" + name + " is ignored, as below nohup").isNotEqualTo("SIG_IGN");
    }
}
