// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void librariesAreTheJarsOfTheClassPath() {
        assertThat(Environment.jarNames("target/classes:lib/vertx-core-5.0.jar:/m2/activej-http-6.0.jar"))
                .containsExactly("activej-http-6.0.jar", "vertx-core-5.0.jar");
    }
}
