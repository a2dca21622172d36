// SPDX-License-Identifier: Apache-2.0
// FAILS: program B: not in this order. Does complete call the callback, or does it queue it?
import java.util.List;

/** The names of each program, in the order in which they are written down. */
class Order {
    static List<String> programA() {
        return List.of("timer", "task");
    }

    static List<String> programB() {
        return List.of("promise", "task");
    }

    static List<String> programC() {
        return List.of("task 1", "timer", "task 2");
    }

    static List<String> programD() {
        return List.of("timer", "task", "promise");
    }
}
