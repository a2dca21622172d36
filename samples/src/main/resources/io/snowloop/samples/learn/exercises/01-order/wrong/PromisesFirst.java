// SPDX-License-Identifier: Apache-2.0
// FAILS: program D: not in this order. Has a promise a queue of its own, before all others, as in a browser?
import java.util.List;

/** The names of each program, in the order in which they are written down. */
class Order {
    static List<String> programA() {
        return List.of("timer", "task");
    }

    static List<String> programB() {
        return List.of("task", "promise");
    }

    static List<String> programC() {
        return List.of("task 1", "timer", "task 2");
    }

    static List<String> programD() {
        return List.of("promise", "timer", "task");
    }
}
