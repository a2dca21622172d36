// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * How the JVM of a {@link Target} is started.
 *
 * @param options options of the JVM; {@link TargetServer} reads its settings from system properties
 * @param descriptors the most descriptors that the process may have, 0 for as many as this one
 */
record Setup(List<String> options, int descriptors) {
    /** One loop, plain HTTP, no exhausted resource. */
    static final Setup DEFAULT = new Setup(List.of(), 0).with("-Xmx256m");

    /** This setup with another option of the JVM. A later one beats an earlier one. */
    Setup with(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new Setup(List.copyOf(more), descriptors);
    }

    /** This setup with a setting of {@link TargetServer}. */
    Setup with(String name, Object value) {
        return with("-D" + name + "=" + value);
    }

    /** This setup with so many descriptors. */
    Setup withDescriptors(int most) {
        return new Setup(options, most);
    }
}
