// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import org.jspecify.annotations.Nullable;

/**
 * A dynamic table in which fields are found by what they hold, without making an object.
 *
 * <p>There are two hash tables: of names with values, and of names alone. A slot has the number of the newest field with its
 * hash, and each field has the number of the next older one. Fields leave in the order in which they came, so a chain ends
 * at the first number of a field that has left; nothing is unlinked when a field leaves.
 */
final class EncoderTable {
    private final DynamicTable table;
    private Chains fields = new Chains(0);
    private Chains names = new Chains(0);

    EncoderTable(int maxSize) {
        table = new DynamicTable(maxSize);
    }

    int maxSize() {
        return table.maxSize();
    }

    void setMaxSize(int bytes) {
        table.setMaxSize(bytes);
    }

    /** The index of a field, from 1 on; 0 if there is none. */
    int indexOf(String name, String value) {
        return search(fields, hash(name, value), name, value);
    }

    /** The index of a field with this name and any value. */
    int indexOf(String name) {
        return search(names, name.hashCode(), name, null);
    }

    private int search(Chains chains, int hash, String name, @Nullable String value) {
        int index = 0;
        for (int number = chains.newest(hash); ; number = chains.older(number)) {
            int next = table.nextNumber() - number;
            // Numbers of fields that have left may have been used again. A chain goes from newer to older ones only.
            HeaderField field = next > index ? table.get(next) : null;
            if (field == null) {
                return 0;
            }
            index = next;
            if (field.name().equals(name) && (value == null || field.value().equals(value))) {
                return index;
            }
        }
    }

    /** Enters a field that is no larger than the table. */
    void add(String name, String value) {
        table.add(new HeaderField(name, true, value, true, Indexing.NONE));
        if (fields.capacity() == table.capacity()) {
            link(1);
            return;
        }
        fields = new Chains(table.capacity());
        names = new Chains(table.capacity());
        for (int index = table.count(); index > 0; index--) {
            link(index);
        }
    }

    private void link(int index) {
        HeaderField field = table.get(index);
        if (field != null) {
            int number = table.nextNumber() - index;
            fields.add(hash(field.name(), field.value()), number);
            names.add(field.name().hashCode(), number);
        }
    }

    private static int hash(String name, String value) {
        return 31 * name.hashCode() + value.hashCode();
    }

    /** Numbers by hash. Its capacity is a power of two, and is the one of the ring: numbers wrap around with both. */
    private static final class Chains {
        private final int[] newest;
        private final int[] older;

        Chains(int capacity) {
            newest = new int[Math.max(1, capacity)];
            older = new int[newest.length];
        }

        int capacity() {
            return newest.length;
        }

        int newest(int hash) {
            return newest[slot(hash)];
        }

        int older(int number) {
            return older[number & (older.length - 1)];
        }

        void add(int hash, int number) {
            int slot = slot(hash);
            older[number & (older.length - 1)] = newest[slot];
            newest[slot] = number;
        }

        private int slot(int hash) {
            return (hash ^ hash >>> 16) & (newest.length - 1);
        }
    }
}
