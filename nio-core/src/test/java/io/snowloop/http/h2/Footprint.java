// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes an object holds, with all that it refers to: 16 for an object, 8 for a field, and the elements of
 * arrays. What a virtual machine really takes is less. Shared constants count as well, so only differences mean anything.
 */
final class Footprint {
    private static final int OBJECT = 16;
    private static final int FIELD = 8;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> toVisit = new ArrayDeque<>();
    private long bytes;

    private Footprint() {}

    static long of(Object root) {
        Footprint footprint = new Footprint();
        footprint.refer(root);
        try {
            while (!footprint.toVisit.isEmpty()) {
                footprint.visit(footprint.toVisit.pop());
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return footprint.bytes;
    }

    private void refer(@Nullable Object object) {
        if (object != null && seen.add(object)) {
            toVisit.push(object);
        }
    }

    private void visit(Object object) throws IllegalAccessException {
        bytes += OBJECT;
        if (object instanceof String text) {
            bytes += text.length();
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                bytes += OBJECT + 3 * FIELD;
                refer(key);
                refer(value);
            });
        } else if (object instanceof Collection<?> all) {
            bytes += (long) FIELD * all.size();
            all.forEach(this::refer);
        } else if (object.getClass().isArray()) {
            visitArray(object);
        } else if (object.getClass().getName().startsWith("io.snowloop.")) {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                visitFields(object, type);
            }
        }
    }

    private void visitArray(Object array) {
        int length = Array.getLength(array);
        bytes += (long) length * (array instanceof byte[] ? 1 : FIELD);
        for (int i = 0; !array.getClass().getComponentType().isPrimitive() && i < length; i++) {
            refer(Array.get(array, i));
        }
    }

    private void visitFields(Object object, Class<?> type) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && type.getName().startsWith("io.snowloop.")) {
                bytes += FIELD;
                field.setAccessible(true);
                if (!field.getType().isPrimitive()) {
                    refer(field.get(object));
                }
            }
        }
    }
}
