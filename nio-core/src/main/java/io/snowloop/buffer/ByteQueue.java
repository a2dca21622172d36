package io.snowloop.buffer;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A queue of bytes in one growable array: appended at the end, taken from the front.
 *
 * <p>It differs from a {@link ByteBuffer} in three ways. It grows. It needs no {@code flip}: what was appended can be
 * read at once. And it remembers how far it has been searched, so that looking for the end of a line after each byte
 * that arrives costs one step a byte, not one step a byte squared (see {@link #indexOf}).
 *
 * <p>An empty queue that has been {@linkplain #trim trimmed} holds no array, so an idle connection costs no buffer.
 *
 * <p>Not thread-safe: it belongs to one connection, and that to one loop.
 */
public final class ByteQueue {
    private static final VarHandle LONGS = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;

    private static final byte[] NONE = {};
    private static final ByteBuffer NO_VIEW = ByteBuffer.wrap(NONE);
    private static final int SMALLEST = 256;

    /** The largest array that an emptied queue keeps for the next bytes; one burst must not cost memory for ever. */
    private static final int LARGEST_RETAINED = 64 * 1024;

    /** The bytes are {@code array[start..end)}. */
    private byte[] array = NONE;

    private int start;
    private int end;

    /** {@code array[start..searched)} is known to hold no {@link #sought}. */
    private int searched;

    private byte sought;

    /** What {@link #peek} gives, as long as the array stays the same. */
    private ByteBuffer view = NO_VIEW;

    /** An empty queue, which allocates nothing before the first byte comes. */
    public ByteQueue() {}

    /** How many bytes are in it. */
    public int size() {
        return end - start;
    }

    /** Whether there is no byte in it. */
    public boolean isEmpty() {
        return start == end;
    }

    // ---------------------------------------------------------------------------------------------------- appending

    /** Appends all remaining bytes of {@code bytes}, moving its position to its limit. */
    public void append(ByteBuffer bytes) {
        append(bytes, bytes.remaining());
    }

    /** Appends the next {@code count} bytes of {@code bytes}, moving its position behind them. */
    public void append(ByteBuffer bytes, int count) {
        reserve(count);
        bytes.get(array, end, count);
        end += count;
    }

    /** Appends a copy of these bytes. */
    public void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    /** Appends a copy of {@code count} bytes, from {@code offset} on. */
    public void append(byte[] bytes, int offset, int count) {
        reserve(count);
        System.arraycopy(bytes, offset, array, end, count);
        end += count;
    }

    /** Appends one byte. */
    public void append(byte b) {
        reserve(1);
        array[end++] = b;
    }

    /** Appends two bytes, such as a line end, for less than two calls or an array of two would cost. */
    public void append(char first, char second) {
        reserve(2);
        array[end] = (byte) first;
        array[end + 1] = (byte) second;
        end += 2;
    }

    /** Appends the low byte of each character; whoever calls this has made sure that no character is above U+00FF. */
    @SuppressWarnings("deprecation") // deprecated for losing the high bytes; it's the one way without a copy between
    public void appendLatin1(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, array, end);
        end += length;
    }

    /** Appends a number that is not negative in decimal digits, without making a String of it. */
    public void appendDecimal(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        reserve(digits);
        end += digits;
        long rest = number;
        for (int at = end - 1; digits > 0; digits--, rest /= 10) {
            array[at--] = (byte) ('0' + rest % 10);
        }
    }

    /** Appends a number, read as unsigned, in lower-case hexadecimal digits without leading zeros. */
    public void appendHex(long number) {
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(number)) / 4);
        reserve(digits);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            array[end++] = (byte) Character.forDigit((int) (number >>> shift) & 0xF, 16);
        }
    }

    // ------------------------------------------------------------------------------------------------------- taking

    /**
     * A view of all bytes, from the front; valid until the queue is next peeked at, appended to, drained, cleared or
     * trimmed.
     */
    @SuppressWarnings("ByteBufferBackingArray") // it was wrapped here, from the array's beginning on
    public ByteBuffer peek() {
        if (view.array() != array) {
            view = ByteBuffer.wrap(array);
        }
        return view.clear().limit(end).position(start);
    }

    /** The byte at {@code index}, counted from the front. */
    public byte get(int index) {
        if (index >= end - start) {
            throw new IndexOutOfBoundsException("byte " + index + " of a queue of " + size());
        }
        return array[start + index];
    }

    /**
     * The array that holds the bytes, for a parser's inner loop; they begin at {@link #arrayOffset} and are
     * {@link #size} many. Valid as long as a {@link #peek} is.
     */
    public byte[] array() {
        return array;
    }

    /** Where in {@link #array} the first byte stands. */
    public int arrayOffset() {
        return start;
    }

    /** Takes {@code count} bytes away from the front. Views of them stay valid until something is appended. */
    public void skip(int count) {
        if (count < 0 || count > end - start) {
            throw new IllegalArgumentException("skip " + count + " of " + size() + " bytes");
        }
        start += count;
        if (start == end) {
            clear();
        }
    }

    /** Takes all bytes out, in a buffer that is the caller's for good. */
    public ByteBuffer drain() {
        ByteBuffer all = ByteBuffer.wrap(array, start, end - start);
        array = NONE;
        view = NO_VIEW;
        clear();
        return all;
    }

    /** Forgets all bytes. Keeps the array for the next ones, unless it has grown large. */
    public void clear() {
        start = 0;
        end = 0;
        searched = 0;
        if (array.length > LARGEST_RETAINED) {
            array = NONE;
            view = NO_VIEW;
        }
    }

    /** Lets go of the array if no byte is in it. */
    public void trim() {
        if (start == end) {
            array = NONE;
            view = NO_VIEW;
            clear();
        }
    }

    // ---------------------------------------------------------------------------------------------------- searching

    /**
     * The index, counted from the front, of the first {@code wanted}, or -1 if there is none so far.
     *
     * <p>A search for the same byte goes on where the last one stopped, so any number of searches over bytes that
     * arrive one by one looks at each byte once.
     */
    public int indexOf(byte wanted) {
        int from = wanted == sought ? Math.max(searched, start) : start;
        sought = wanted;
        searched = search(wanted, from);
        return searched < end ? searched - start : -1;
    }

    /**
     * Where in the array the next {@code wanted} is, {@link #end} if nowhere. Looks at eight bytes a step: in the
     * difference to eight times the wanted byte, the lowest zero byte is the only one whose top bit is set below it.
     */
    private int search(byte wanted, int from) {
        long pattern = ONES * (wanted & 0xFF);
        int at = from;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            long difference = (long) LONGS.get(array, at) ^ pattern;
            long zeros = (difference - ONES) & ~difference & (ONES << 7);
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (at < end && array[at] != wanted) {
            at++;
        }
        return at;
    }

    // ----------------------------------------------------------------------------------------------------- the room

    private void reserve(int count) {
        if (array.length - end < count) {
            makeRoom(count);
        }
    }

    /**
     * Makes room for {@code count} bytes at the end: by moving the bytes down if fewer are moved than have been taken
     * since the last move, else into an array of twice the size. Either way a byte is moved once on average.
     */
    private void makeRoom(int count) {
        int size = end - start;
        int needed = Math.addExact(size, count);
        byte[] roomier = array;
        if (size > start || needed > array.length) {
            long doubled = Math.min(2L * array.length, Integer.MAX_VALUE - 8);
            roomier = new byte[(int) Math.max(Math.max(doubled, SMALLEST), needed)];
        }
        System.arraycopy(array, start, roomier, 0, size);
        array = roomier;
        searched = Math.max(searched - start, 0);
        start = 0;
        end = size;
    }

    @Override
    public String toString() {
        return "ByteQueue(" + size() + " bytes)";
    }
}
