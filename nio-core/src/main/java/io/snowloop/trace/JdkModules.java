package io.snowloop.trace;

import io.snowloop.loop.Ticker;
import java.util.function.Consumer;

/** What of the JDK may be missing, where it was put together without these modules. */
final class Machine {
    private static final boolean HAS_MANAGEMENT = has("java.management");
    private static final boolean HAS_JFR = has("jdk.jfr");

    private Machine() {}

    private static boolean has(String module) {
        return ModuleLayer.boot().findModule(module).isPresent();
    }

    /** The garbage collector's pauses, which a clock other than the machine's knows nothing of. */
    static Pauses pauses(Ticker ticker) {
        return HAS_MANAGEMENT && ticker == Ticker.system() ? GcPauses.listen() : Pauses.NONE;
    }

    /** Who makes events of the Flight Recorder out of reports. */
    static Consumer<DebugReport> flightRecorder() {
        return HAS_JFR ? FlightRecorder::record : report -> {};
    }
}
