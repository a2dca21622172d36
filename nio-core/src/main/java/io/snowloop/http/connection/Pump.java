package io.snowloop.http.connection;

/** Moves a body into a connection: asks for more of it when the socket has room. */
abstract sealed class Pump permits BodyPump, FilePump {
    final HttpConnection connection;
    private boolean scheduled;

    Pump(HttpConnection connection) {
        this.connection = connection;
    }

    /** Moves what can be moved now. Called with the connection corked. */
    abstract void pump();

    /** Gives up what has not been moved. */
    abstract void cancel();

    /** Goes on once other connections had their turn. */
    final void yieldTurn() {
        if (!scheduled) {
            scheduled = true;
            connection.loop().execute(() -> {
                scheduled = false;
                connection.goOn(this);
            });
        }
    }
}
