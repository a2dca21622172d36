// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.tls.TlsEngine.Step;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;

/** An engine that a test drives: tasks run at once; steps, plaintext and output are recorded. */
final class EngineEnd {
    final TlsEngine engine;

    /** OPENED, ENDED and FAILED, in order: each can come once at most. */
    final List<String> told = new ArrayList<>();

    /** The result of each call of next. */
    final List<Step> steps = new ArrayList<>();

    final ByteQueue out = new ByteQueue();
    final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    SSLException failure;

    /** The sizes of the pieces of plaintext. */
    final List<Integer> pieces = new ArrayList<>();

    private final ByteBuffer plain = ByteBuffer.allocate(TlsEngine.PLAINTEXT_SIZE);
    private final ByteBuffer output = ByteBuffer.allocate(4 * TlsEngine.OUTPUT_SIZE);

    EngineEnd(TlsEngine engine) {
        this.engine = engine;
    }

    /** Joins two ends: moves bytes in pieces of {@code size} until both have sent everything. */
    static void join(EngineEnd one, EngineEnd other, int size) {
        one.drive();
        other.drive();
        join(one, other, size, () -> true);
    }

    static void join(EngineEnd one, EngineEnd other, int size, BooleanSupplier condition) {
        while (condition.getAsBoolean() && (!one.out.isEmpty() || !other.out.isEmpty())) {
            other.receive(one.take(size));
            one.receive(other.take(size));
        }
    }

    /** Takes up to {@code size} bytes. */
    byte[] take(int size) {
        byte[] piece = new byte[Math.min(size, out.size())];
        out.peek().get(piece);
        out.skip(piece.length);
        return piece;
    }

    byte[] takeAll() {
        return take(out.size());
    }

    /** Receives a piece, in a buffer that is overwritten afterwards. */
    void receive(byte[] piece) {
        if (piece.length > 0) {
            ByteBuffer lent = ByteBuffer.wrap(piece.clone());
            engine.receive(lent);
            drive();
            engine.keep();
            Arrays.fill(lent.clear().array(), (byte) 0xEE); // as in a loop, which reads into the same buffer again
        }
    }

    void receiveEnd() {
        engine.receiveEnd();
        drive();
    }

    void drive() {
        try {
            Step step;
            do {
                step = engine.next(plain, output);
                steps.add(step);
                take(step);
            } while (step != Step.NEED_BYTES);
        } catch (SSLException e) {
            if (failure == null) {
                told.add("FAILED");
                failure = e;
                flush();
            }
        }
    }

    private void take(Step step) {
        switch (step) {
            case NEED_TASK -> engine.task().run();
            case OUTPUT -> out.append(output);
            case PLAINTEXT -> {
                pieces.add(plain.remaining());
                plaintext.write(plain.array(), plain.position(), plain.remaining());
            }
            case OPENED, ENDED -> told.add(step.name());
            case NEED_BYTES, CONTINUE -> {}
        }
    }

    void flush() {
        try {
            while (engine.flush(output)) {
                out.append(output);
            }
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    void write(byte[] bytes) {
        try {
            ByteBuffer source = ByteBuffer.wrap(bytes);
            while (source.hasRemaining()) {
                engine.encrypt(source, output);
                out.append(output);
            }
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void close() {
        engine.close();
        flush();
    }

    String text() {
        return plaintext.toString(StandardCharsets.UTF_8);
    }

    long count(Step step) {
        return steps.stream().filter(taken -> taken == step).count();
    }
}
