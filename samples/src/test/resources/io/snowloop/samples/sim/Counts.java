import io.snowloop.samples.scene.Stage;

class Counts {
    static void main(Stage stage) {
        stage.run("client", host -> {
            long number = 0;
            while (number >= 0) {
                number = (number + 1) % 1_000;
            }
        });
    }
}
