// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.loop.Ticker;
import java.util.function.Consumer;

/** The optional modules of the JDK, which a custom runtime image may lack, and what to use then. */
final class JdkModules {
    private static final boolean HAS_MANAGEMENT = has("java.management");
    private static final boolean HAS_JFR = has("jdk.jfr");

    private JdkModules() {}

    private static boolean has(String module) {
        return ModuleLayer.boot().findModule(module).isPresent();
    }

    /**
     * The pauses of the garbage collector. There are none for another ticker than the system's: they have its times.
     */
    static Pauses pauses(Ticker ticker) {
        return HAS_MANAGEMENT && ticker == Ticker.system() ? GcPauses.listen() : Pauses.NONE;
    }

    /** Loads what the first event needs, which takes a quarter of a second. */
    static void loadFlightRecorder() {
        if (HAS_JFR) {
            FlightRecorder.load();
        }
    }

    /** A listener that makes events of the Flight Recorder of reports. */
    static Consumer<DebugReport> flightRecorder() {
        return HAS_JFR ? FlightRecorder::record : report -> {};
    }
}
