// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

/**
 * What a hostile peer or a faulty view does to a server.
 *
 * @param name what is done, as it is shown in the test's report
 * @param setup the server that it is done to
 * @param action returns when it is done; it may leave connections open only while it runs
 */
record Attack(String name, Setup setup, Action action) {
    /** An attack on a server with the usual setup. */
    static Attack of(String name, Action action) {
        return new Attack(name, Setup.DEFAULT, action);
    }

    /** This attack on another server. */
    Attack on(Setup other) {
        return new Attack(name, other, action);
    }

    void run(Target target) throws Exception {
        action.run(target);
    }

    @Override
    public String toString() {
        return name;
    }

    /** What is done to the server. */
    @FunctionalInterface
    interface Action {
        void run(Target target) throws Exception;
    }
}
