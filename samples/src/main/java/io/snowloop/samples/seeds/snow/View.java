package io.snowloop.samples.seeds.snow;

/** A page: a request in, an answer out. Called on the loop's thread. */
@FunctionalInterface
public interface View {
    /**
     * Answers a request.
     *
     * @throws Exception whatever it likes: its client gets a 500, and the server goes on
     */
    Answer view(HttpRequest request) throws Exception;
}
