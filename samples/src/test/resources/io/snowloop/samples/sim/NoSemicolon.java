import io.snowloop.samples.scene.Stage;

class NoSemicolon {
    static void main(Stage stage) {
        stage.say("server", "hello")
    }
}
