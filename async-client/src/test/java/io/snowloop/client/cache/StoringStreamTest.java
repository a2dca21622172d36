// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static io.snowloop.client.cache.Origin.page;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A body on its way through the cache: it is stored when its end was read, and only then. */
class StoringStreamTest {
    /** Pieces that come when the test gives them, or are there already. */
    private static final class Pieces implements BodyStream {
        private final Queue<Future<@Nullable ByteBuffer>> ready = new ArrayDeque<>();
        private int reads;
        private boolean cancelled;

        Pieces(String... texts) {
            for (String text : texts) {
                ready.add(Future.completed(ByteBuffer.wrap(text.getBytes(UTF_8))));
            }
        }

        @Override
        public Future<@Nullable ByteBuffer> read() {
            reads++;
            return ready.isEmpty() ? Future.completed(null) : ready.remove();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final Origin origin = new Origin();
    private final ResponseCache cache =
            ResponseCache.builder().clock(origin).maxBody(10).maxMemory(15).build();

    private Response get() {
        return cache.filter(Origin.request(Method.GET), origin).resultNow();
    }

    private BodyStream stream(Pieces pieces) {
        origin.answers(page("", "Cache-Control", "max-age=10").withBody(pieces));
        return get().body().stream();
    }

    private @Nullable String stored() {
        Body.Bytes body = get().body().collected();
        return body == null ? null : body.text();
    }

    private static String read(BodyStream stream) {
        ByteBuffer piece = stream.read().resultNow();
        return piece == null ? "END" : UTF_8.decode(piece).toString();
    }

    @Test
    void itIsStoredWhenItsEndWasReadAndNoMoreIsReadThanIsAskedFor() {
        Pieces pieces = new Pieces("12345", "67890");
        BodyStream stream = stream(pieces);
        assertThat(pieces.reads).isZero();
        assertThat(read(stream)).isEqualTo("12345");
        assertThat(read(stream)).isEqualTo("67890");
        assertThat(pieces.reads).isEqualTo(2);
        assertThat(stored()).isNull();

        assertThat(read(stream)).isEqualTo("END");
        assertThat(stored()).isEqualTo("1234567890");
        assertThat(read(stream)).isEqualTo("END");
    }

    /** A program that ends then has lost nothing. */
    @Test
    void theEndComesWhenItIsStored() {
        ManualExecutor loop = new ManualExecutor();
        Promise<@Nullable String> kept = new Promise<>(loop);
        List<String> copies = new ArrayList<>();
        BodyStream stream = new StoringStream(new Pieces("12345"), 10, new Copies(100).begin(), body -> {
            copies.add(body.text());
            return kept;
        });
        read(stream);
        Future<@Nullable ByteBuffer> end = stream.read();
        loop.runAll();
        assertThat(copies).containsExactly("12345");
        assertThat(end.isDone()).isFalse();
        kept.complete(null);
        loop.runAll();
        assertThat(end.resultNow()).isNull();
    }

    /** The reader may change what it has got. */
    @Test
    void theStoredBytesAreACopy() {
        BodyStream stream = stream(new Pieces("12345"));
        stream.read().resultNow().put(0, (byte) 'X');
        read(stream);
        assertThat(stored()).isEqualTo("12345");
    }

    @Test
    void oneThatIsTooLongIsPassedOn() {
        BodyStream stream = stream(new Pieces("12345", "67890", "1"));
        assertThat(List.of(read(stream), read(stream), read(stream), read(stream)))
                .containsExactly("12345", "67890", "1", "END");
        assertThat(stored()).isNull();

        origin.answers(page("", "Cache-Control", "max-age=10").withBody(Body.of("12345678901")));
        assertThat(get().text()).hasSize(11);
        assertThat(get().header("Cache-Status")).isEqualTo("snowloop; fwd=miss");
    }

    /** Many servers may stall. */
    @Test
    void ofTooManyTogetherThoseThatBeganFirstAreNotStored() {
        BodyStream first = stream(new Pieces("12345678", "9"));
        BodyStream second = stream(new Pieces("12345678", "0"));
        read(first);
        read(second);
        assertThat(List.of(read(first), read(first))).containsExactly("9", "END");
        assertThat(stored()).isNull();
        assertThat(List.of(read(second), read(second))).containsExactly("0", "END");
        assertThat(stored()).isEqualTo("123456780");
    }

    /** A server could stall each of many, which no one waits for. */
    @Test
    void oneThatIsRevalidatedCountsAndIsCancelledIfItIsGivenUp() {
        String[] stale = {"Cache-Control", "max-age=1, stale-while-revalidate=60"};
        origin.answers(page("old", stale));
        get();
        origin.pass(5);
        ManualExecutor loop = new ManualExecutor();
        Promise<@Nullable ByteBuffer> next = new Promise<>(loop);
        Pieces pieces = new Pieces("12345678");
        pieces.ready.add(next);
        origin.answers(page("", stale).withBody(pieces));
        assertThat(stored()).isEqualTo("old");

        origin.answers(page("", stale).withBody(new Pieces("12345678")));
        read(cache.filter(Request.get("http://10.0.0.2/"), origin).resultNow().body().stream());
        next.complete(ByteBuffer.wrap("9".getBytes(UTF_8)));
        loop.runAll();
        assertThat(pieces.cancelled).isTrue();
    }

    @Test
    void oneThatWouldNotBeStoredIsNotRevalidatedToItsEnd() {
        origin.answers(page("old", "Cache-Control", "max-age=1, stale-while-revalidate=60"));
        get();
        origin.pass(5);
        Pieces pieces = new Pieces("12345");
        origin.answers(page("", "Cache-Control", "no-store").withBody(pieces));
        assertThat(stored()).isEqualTo("old");
        assertThat(pieces.reads).isZero();
        assertThat(pieces.cancelled).isTrue();
    }

    @Test
    void oneThatBreaksOffIsNotStored() {
        Pieces pieces = new Pieces("12345");
        pieces.ready.add(Future.failed(new IOException("broken")));
        BodyStream stream = stream(pieces);
        read(stream);
        assertThat(stream.read().outcome().error()).hasMessage("broken");
        read(stream);
        assertThat(stored()).isNull();
    }

    @Test
    void oneThatIsCancelledIsNotStored() {
        Pieces pieces = new Pieces("12345");
        BodyStream stream = stream(pieces);
        read(stream);
        stream.cancel();
        assertThat(pieces.cancelled).isTrue();
        read(stream);
        assertThat(stored()).isNull();
    }

    /** Its piece is not in the copy, so the copy is of no use. */
    @Test
    void oneWhoseReadIsCancelledIsNotStored() {
        ManualExecutor loop = new ManualExecutor();
        Promise<@Nullable ByteBuffer> first = new Promise<>(loop);
        Pieces pieces = new Pieces();
        pieces.ready.add(first);
        BodyStream stream = stream(pieces);
        stream.read().cancel();
        loop.runAll();
        assertThat(read(stream)).isEqualTo("END");
        assertThat(stored()).isNull();
    }

    @Test
    void piecesThatComeLaterAreStored() {
        ManualExecutor loop = new ManualExecutor();
        Promise<@Nullable ByteBuffer> first = new Promise<>(loop);
        Pieces pieces = new Pieces();
        pieces.ready.add(first);
        BodyStream stream = stream(pieces);
        Future<@Nullable ByteBuffer> read = stream.read();
        first.complete(ByteBuffer.wrap("late".getBytes(UTF_8)));
        loop.runAll();
        assertThat(read.resultNow()).isNotNull();
        assertThat(read(stream)).isEqualTo("END");
        assertThat(stored()).isEqualTo("late");
    }
}
