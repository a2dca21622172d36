// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a run: the answer, the answers that it uses, and the check.
 *
 * <p>All are in one package, and so of one loader: the check calls what the answer does not declare public. A loader does not
 * learn which class asks for another. So what an answer uses is read from its constant pool, where a class file names each
 * class that it uses (JVMS 4.4.1).
 */
final class AnswerClasses extends ClassLoader {
    private static final String OURS = "io.snowloop.";

    private static final int UTF8 = 1;
    private static final int CLASS = 7;

    private final Map<String, byte[]> classes;

    /** A loader of these classes; all others are those of this JVM. */
    AnswerClasses(Map<String, byte[]> classes) {
        super(AnswerClasses.class.getClassLoader());
        this.classes = classes;
    }

    /** Its own classes come first: an answer that names a class as the JDK or Snowloop does has its own. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!classes.containsKey(name)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** Whether no class of an answer has a static field but constants: what they do depends on nothing from a run before. */
    boolean isStateless() {
        return classes.keySet().stream()
                .filter(name -> !name.equals("Check") && !name.startsWith("Check$"))
                .allMatch(this::hasConstantsOnly);
    }

    private boolean hasConstantsOnly(String name) {
        try {
            return Arrays.stream(loadClass(name).getDeclaredFields())
                    .filter(field -> Modifier.isStatic(field.getModifiers()))
                    .allMatch(field -> Modifier.isFinal(field.getModifiers())
                            && (field.getType().isPrimitive() || field.getType() == String.class));
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // the run will tell
        }
    }

    /** The first class of Snowloop that these classes use and that is of none of the packages; null if there is none. */
    static @Nullable String refused(Map<String, byte[]> answer, List<String> packages) {
        for (byte[] bytes : answer.values()) {
            for (String used : used(bytes)) {
                String inPackage = used.substring(0, Math.max(0, used.lastIndexOf('.')));
                if (used.startsWith(OURS) && !packages.contains(inPackage)) {
                    return used;
                }
            }
        }
        return null;
    }

    /** The names of the classes in the constant pool of a class. */
    private static Set<String> used(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            in.readInt(); // magic
            in.readInt(); // version
            int count = in.readUnsignedShort();
            Map<Integer, String> texts = new HashMap<>();
            Map<Integer, Integer> names = new HashMap<>();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case UTF8 -> texts.put(i, in.readUTF());
                    case CLASS -> names.put(i, in.readUnsignedShort());
                    case 8, 16, 19, 20 -> in.skipBytes(2); // a string, a method type, a module, a package
                    case 15 -> in.skipBytes(3); // a method handle
                    case 5, 6 -> { // a long or a double, which takes two numbers
                        in.skipBytes(8);
                        i++;
                    }
                    default -> in.skipBytes(4); // a number, or two references
                }
            }
            Set<String> used = new TreeSet<>();
            names.values().forEach(text -> used.add(className(String.valueOf(texts.get(text)))));
            return used;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of an array it is that of its elements. */
    private static String className(String internal) {
        return internal.replaceFirst("^\\[+L", "").replace(";", "").replace('/', '.');
    }
}
