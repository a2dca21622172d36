// SPDX-License-Identifier: Apache-2.0
// FAILS: program C: not in this order. A task that is queued by a task: does it run in this turn, or in the next?
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
        return List.of("task 1", "task 2", "timer");
    }

    static List<String> programD() {
        return List.of("timer", "task", "promise");
    }
}
