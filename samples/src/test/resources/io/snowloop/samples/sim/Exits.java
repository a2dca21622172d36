// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.scene.Stage;

/** Ends the JVM in which it is simulated. */
class Exits {
    static void main(Stage stage) {
        stage.run("client", host -> System.exit(0));
    }
}
