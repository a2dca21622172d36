import io.snowloop.samples.scene.Stage;

class Throws {
    static void main(Stage stage) {
        stage.run("client", host -> {
            int[] empty = {};
            empty[1] = 1;
        });
    }
}
