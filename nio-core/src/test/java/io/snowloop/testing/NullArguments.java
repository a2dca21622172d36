// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls public methods and constructors with null for one argument at a time. If the parameter is not {@code @Nullable}, a
 * {@link NullPointerException} has to name it.
 */
public final class NullArguments {
    private final Map<Class<?>, Supplier<?>> samples = new HashMap<>();

    /** Makes arguments of this type, and objects of this type to call methods of. */
    public <T> NullArguments sample(Class<T> type, Supplier<? extends T> sample) {
        samples.put(type, sample);
        return this;
    }

    /** The parameters of {@code type} that accept null, or whose exception does not name them. */
    public List<String> unchecked(Class<?> type) throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (Executable call : calls(type)) {
            Parameter[] parameters = call.getParameters();
            for (int i = 0; i < parameters.length; i++) {
                if (mustNotBeNull(parameters[i])) {
                    String message = messageOf(type, call, i);
                    if (!parameters[i].getName().equals(message)) {
                        found.add(call.toGenericString() + ": " + parameters[i].getName() + ": " + message);
                    }
                }
            }
        }
        return found;
    }

    private static List<Executable> calls(Class<?> type) {
        List<Executable> calls = new ArrayList<>(List.of(type.getConstructors()));
        for (Class<?> owner = type; isPartOf(type, owner); owner = owner.getSuperclass()) {
            for (Method method : owner.getDeclaredMethods()) {
                boolean callable =
                        Modifier.isPublic(method.getModifiers()) && !Modifier.isAbstract(method.getModifiers());
                if (callable && !method.isSynthetic() && !method.getName().equals("equals")) {
                    method.setAccessible(true);
                    calls.add(method);
                }
            }
        }
        return calls;
    }

    /** Whether it is the type itself, or a superclass that is not public, whose public methods are the type's. */
    private static boolean isPartOf(Class<?> type, @Nullable Class<?> owner) {
        return owner == type || (owner != null && !Modifier.isPublic(owner.getModifiers()));
    }

    private static boolean mustNotBeNull(Parameter parameter) {
        return !parameter.getType().isPrimitive()
                && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** What the exception says if argument {@code index} is null, or what happened instead. */
    private @Nullable String messageOf(Class<?> type, Executable call, int index) throws ReflectiveOperationException {
        Parameter[] parameters = call.getParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == index ? null : sampleOf(parameters[i].getType());
        }
        try {
            if (call instanceof Constructor<?> constructor) {
                return "made " + constructor.newInstance(arguments);
            }
            Method method = (Method) call;
            Object receiver = Modifier.isStatic(method.getModifiers()) ? null : sampleOf(type);
            return "returned " + method.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            return thrown instanceof NullPointerException ? thrown.getMessage() : thrown.toString();
        }
    }

    private Object sampleOf(Class<?> type) {
        return Objects.requireNonNull(samples.get(type), () -> "no sample of " + type)
                .get();
    }
}
