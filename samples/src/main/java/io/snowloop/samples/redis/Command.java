// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.buffer.ByteQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command and its arguments: a list of words, which are bytes. Immutable. */
public final class Command {
    private static final int SHOWN = 100;

    private final List<byte[]> words;

    /** Null if it is about no key: then any server of a cluster will do. */
    private final @Nullable String key;

    private Command(List<byte[]> words, @Nullable String key) {
        this.words = words;
        this.key = key;
    }

    /**
     * {@return a command}
     * @param name such as {@code SET}
     * @param arguments in their order: text, numbers, byte arrays; a collection stands for its elements
     */
    public static Command of(String name, Object... arguments) {
        List<byte[]> words = new ArrayList<>();
        words.add(name.getBytes(UTF_8));
        for (Object argument : arguments) {
            add(words, argument);
        }
        return new Command(words, null);
    }

    private static void add(List<byte[]> words, Object argument) {
        if (Objects.requireNonNull(argument, "argument") instanceof Collection<?> several) {
            several.forEach(one -> add(words, one));
        } else {
            words.add(
                    argument instanceof byte[] bytes
                            ? bytes
                            : argument.toString().getBytes(UTF_8));
        }
    }

    /**
     * {@return this command about a key} A cluster has a server for each key.
     * @param key one of the arguments
     */
    public Command on(String key) {
        return new Command(words, Objects.requireNonNull(key, "key"));
    }

    /** {@return what it is about; null if {@link #on} was not called} */
    public @Nullable String key() {
        return key;
    }

    // region write
    /** Appends it as RESP has it: a list of bulk strings, in both versions. */
    void writeTo(ByteQueue out) {
        head(out, '*', words.size());
        for (byte[] word : words) {
            head(out, '$', word.length);
            out.append(word);
            out.append('\r', '\n');
        }
    }
    // endregion

    private static void head(ByteQueue out, char kind, int count) {
        out.append((byte) kind);
        out.appendDecimal(count);
        out.append('\r', '\n');
    }

    /** {@return the bytes of its words, about what it takes on the wire} */
    int size() {
        int size = 0;
        for (byte[] word : words) {
            size += word.length + 16;
        }
        return size;
    }

    /** {@return its name and key; no other argument, as it may be a secret} */
    @Override
    public String toString() {
        String name = new String(words.get(0), UTF_8);
        String text = key == null ? name : name + " " + key;
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
