// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.scene.Stage;

/** Has a main method that needs an object. */
class NotStatic {
    void main(Stage stage) {}
}
