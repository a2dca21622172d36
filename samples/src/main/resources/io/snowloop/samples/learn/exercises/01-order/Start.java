// SPDX-License-Identifier: Apache-2.0
import java.util.List;

/** The names of each program, in the order in which they are written down. */
class Order {
    /** Of "task" and "timer". */
    static List<String> programA() {
        return List.of();
    }

    /** Of "promise" and "task". */
    static List<String> programB() {
        return List.of();
    }

    /** Of "task 1", "task 2" and "timer". */
    static List<String> programC() {
        return List.of();
    }

    /** Of "promise", "task" and "timer". */
    static List<String> programD() {
        return List.of();
    }
}
