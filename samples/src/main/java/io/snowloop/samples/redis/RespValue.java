// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.http.syntax.Printable;
import java.math.BigInteger;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server of Redis says: a value of RESP2 or RESP3, the Redis serialization protocol. The comment at each kind has its first byte.
 *
 * <p>A caller who knows what a command returns need not look at the kind: {@link #text}, {@link #number} and {@link #items} read a value as
 * what it stands for in either version. {@code toString} is for messages: it is short, and has no control character of the server's.
 */
public sealed interface RespValue {
    /** Of a text in a message or a log: the server decides how long it is. */
    int MOST_SHOWN = 1_000;

    /** {@code +}, {@code $} or {@code =}: bytes, which are mostly text. */
    final class Text implements RespValue {
        private final byte[] bytes;

        Text(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text text && Arrays.equals(bytes, text.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return Printable.quote(new String(bytes, 0, Math.min(bytes.length, MOST_SHOWN), UTF_8));
        }
    }

    /** {@code -} or {@code !}: the command was refused. The first word is a code: {@code WRONGTYPE}, {@code MOVED}. */
    record Failure(String message) implements RespValue {
        /** {@return the first word} */
        public String code() {
            int end = message.indexOf(' ');
            return end < 0 ? message : message.substring(0, end);
        }

        @Override
        public String toString() {
            return "a refusal: " + Printable.quote(message.substring(0, Math.min(message.length(), MOST_SHOWN)));
        }
    }

    /** {@code :}. */
    record Int(long value) implements RespValue {}

    /** {@code (}: an integer of any size. */
    record Big(BigInteger value) implements RespValue {
        @Override
        public String toString() {
            return "a number of " + value.bitLength() + " bits";
        }
    }

    /** {@code ,}. */
    record Real(double value) implements RespValue {}

    /** {@code #}. */
    record Bool(boolean value) implements RespValue {}

    /** {@code _}, and in RESP2 {@code $-1} and {@code *-1}: there is no such key, or a wait was in vain. */
    record Nil() implements RespValue {}

    /** {@code *}, {@code ~} or {@code %}: an array, a set, or the keys and values of a map in turn, as RESP2 sends all three. */
    record Items(List<RespValue> values) implements RespValue {
        @Override
        public String toString() {
            return "a list of " + values.size();
        }
    }

    /** {@code >}: no answer to a command. A message of a channel, or news of keys that were read. */
    record Push(List<RespValue> values) implements RespValue {
        @Override
        public String toString() {
            return "a push of " + values.size();
        }
    }

    /**
     * {@return it as text; null for {@link Nil}}
     * @throws RedisException if it is a {@link Failure}
     * @throws IllegalStateException if it is a list
     */
    default @Nullable String text() {
        Object scalar = scalar();
        return scalar instanceof byte[] bytes ? new String(bytes, UTF_8) : scalar == null ? null : scalar.toString();
    }

    /**
     * {@return it as bytes; null for {@link Nil}}
     * @throws RedisException if it is a {@link Failure}
     * @throws IllegalStateException if it is a list
     */
    default byte @Nullable [] bytes() {
        Object scalar = scalar();
        return scalar == null || scalar instanceof byte[]
                ? (byte[]) scalar
                : scalar.toString().getBytes(UTF_8);
    }

    /**
     * {@return it as a number; {@link Bool} is 0 or 1, as in RESP2}
     * @throws RedisException if it is a {@link Failure}
     * @throws IllegalStateException if it is no whole number
     */
    default long number() {
        String text = this instanceof Bool bool ? (bool.value ? "1" : "0") : text();
        try {
            return Long.parseLong(String.valueOf(text));
        } catch (NumberFormatException e) { // which has all of the text
            throw new IllegalStateException("not a whole number: " + this);
        }
    }

    /**
     * {@return the values in it; none for {@link Nil}}
     * @throws RedisException if it is a {@link Failure}
     * @throws IllegalStateException if it is no list
     */
    default List<RespValue> items() {
        if (this instanceof Items list) {
            return list.values;
        }
        if (this instanceof Nil) {
            return List.of();
        }
        throw mismatch("a list");
    }

    /**
     * {@return its values by their keys, in the order in which they came}
     * @throws RedisException if it is a {@link Failure}
     * @throws IllegalStateException if it is no list of pairs
     */
    default List<Map.Entry<String, RespValue>> pairs() {
        List<RespValue> flat = items();
        if (flat.size() % 2 != 0) {
            throw mismatch("a list of pairs");
        }
        return java.util.stream.IntStream.range(0, flat.size() / 2)
                .<Map.Entry<String, RespValue>>mapToObj(i -> new SimpleImmutableEntry<>(
                        String.valueOf(flat.get(2 * i).text()), flat.get(2 * i + 1)))
                .toList();
    }

    private @Nullable Object scalar() {
        if (this instanceof Text text) {
            return text.bytes;
        }
        if (this instanceof Int integer) {
            return integer.value;
        }
        if (this instanceof Nil) {
            return null;
        }
        if (this instanceof Real real) {
            return real.value;
        }
        if (this instanceof Big big) {
            return big.value;
        }
        if (this instanceof Bool bool) {
            return bool.value;
        }
        throw mismatch("a single value");
    }

    private RuntimeException mismatch(String wanted) {
        return this instanceof Failure failure
                ? new RedisException(failure)
                : new IllegalStateException("not " + wanted + ": " + this);
    }
}
