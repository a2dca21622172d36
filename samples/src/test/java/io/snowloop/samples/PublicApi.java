// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public API of a library as text: its public types, each with its public and protected members. Names of
 * {@code java.lang} are short, all others are full. The text doesn't depend on the JDK that compiled or runs.
 */
final class PublicApi {
    /** Of a method's modifiers, those that callers or subclasses depend on. */
    private static final int METHOD_MODIFIERS =
            Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

    private PublicApi() {}

    static List<String> of(List<Class<?>> classes) {
        return classes.stream()
                .filter(type -> LibraryModules.isPublic(type) && !type.isSynthetic())
                .sorted(Comparator.comparing((Class<?> type) -> type.getName()))
                .flatMap(type -> Stream.concat(Stream.of(head(type)), members(type)))
                .toList();
    }

    // ------------------------------------------------------------------------------------------------------ types

    private static String head(Class<?> type) {
        List<String> supertypes = new ArrayList<>();
        Type superclass = type.getGenericSuperclass();
        while (superclass != null && !LibraryModules.isPublic(raw(superclass))) {
            superclass = raw(superclass).getGenericSuperclass();
        }
        if (superclass != null && superclass != Object.class && !type.isEnum() && !type.isRecord()) {
            supertypes.add(name(superclass));
        }
        Stream.of(type.getGenericInterfaces())
                .filter(parent -> LibraryModules.isPublic(raw(parent)))
                .map(PublicApi::name)
                .sorted()
                .forEach(supertypes::add);
        return modifiersOf(type) + kindOf(type) + " " + type.getCanonicalName() + variables(type.getTypeParameters())
                + (supertypes.isEmpty() ? "" : " : " + String.join(", ", supertypes));
    }

    private static String kindOf(Class<?> type) {
        if (type.isInterface()) {
            return "interface";
        }
        return type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    private static String modifiersOf(Class<?> type) {
        boolean mayBeExtended = !type.isInterface() && !type.isEnum() && !type.isRecord();
        String access = Modifier.isProtected(type.getModifiers()) ? "protected " : "public ";
        String sealed = type.isSealed() && !type.isEnum() ? "sealed " : "";
        String form = "";
        if (mayBeExtended) {
            form = Modifier.isAbstract(type.getModifiers()) ? "abstract " : "";
            form += Modifier.isFinal(type.getModifiers()) ? "final " : "";
        }
        return access + sealed + form;
    }

    // ---------------------------------------------------------------------------------------------------- members

    /** Constants and fields, then constructors, then methods, each by name. */
    private static Stream<String> members(Class<?> type) {
        SortedMap<String, String> lines = new TreeMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (isPublic(field)) {
                lines.put("1 " + field.getName(), field(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isPublic(constructor)) {
                lines.put("2 " + parameters(constructor), constructor(constructor));
            }
        }
        for (Class<?> owner : withHiddenParents(type)) {
            for (Method method : owner.getDeclaredMethods()) {
                if (isPublic(method) && !method.isBridge() && !isOfEveryRecord(method)) {
                    lines.putIfAbsent("3 " + method.getName() + parameters(method), method(method));
                }
            }
        }
        return lines.values().stream().map(line -> "    " + line);
    }

    private static boolean isPublic(Member member) {
        return LibraryModules.isPublic(member.getModifiers()) && !member.isSynthetic();
    }

    private static boolean isOfEveryRecord(Method method) {
        return method.getDeclaringClass().isRecord()
                && Set.of("equals", "hashCode", "toString").contains(method.getName());
    }

    /** The type, and the superclasses whose members it makes public because no user can name them. */
    private static List<Class<?>> withHiddenParents(Class<?> type) {
        List<Class<?>> all = new ArrayList<>(List.of(type));
        Class<?> parent = type.getSuperclass();
        while (parent != null && parent.getModule() == type.getModule() && !LibraryModules.isPublic(parent)) {
            all.add(parent);
            parent = parent.getSuperclass();
        }
        return all;
    }

    private static String field(Field field) {
        if (field.isEnumConstant()) {
            return field.getName();
        }
        return Modifier.toString(field.getModifiers() & ~Modifier.VOLATILE) + " " + name(field.getGenericType()) + " "
                + field.getName();
    }

    private static String method(Method method) {
        boolean isDefault = method.isDefault();
        return Modifier.toString(method.getModifiers() & METHOD_MODIFIERS) + (isDefault ? " default" : "")
                + prefixed(variables(method.getTypeParameters())) + " " + name(method.getGenericReturnType()) + " "
                + method.getName() + parameters(method);
    }

    private static String constructor(Constructor<?> constructor) {
        return Modifier.toString(constructor.getModifiers()) + prefixed(variables(constructor.getTypeParameters()))
                + " new" + parameters(constructor);
    }

    private static String parameters(Executable executable) {
        String thrown = Stream.of(executable.getGenericExceptionTypes())
                .map(PublicApi::name)
                .sorted()
                .collect(Collectors.joining(", "));
        // Not by getParameters(): of a record's constructor, compiled by javac 21 or later, it has raw types only.
        return Stream.of(executable.getGenericParameterTypes())
                        .map(PublicApi::name)
                        .collect(Collectors.joining(", ", "(", executable.isVarArgs() ? "...)" : ")"))
                        .replace("[]...)", "...)")
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String prefixed(String variables) {
        return variables.isEmpty() ? "" : " " + variables;
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Stream.of(variables).map(PublicApi::variable).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String variable(TypeVariable<?> variable) {
        String bounds = names(variable.getBounds(), " & ");
        return variable.getName() + (bounds.equals("Object") ? "" : " extends " + bounds);
    }

    // ------------------------------------------------------------------------------------------------------ names

    private static String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            return name(generic.getRawType()) + "<" + names(generic.getActualTypeArguments(), ", ") + ">";
        }
        if (type instanceof GenericArrayType array) {
            return name(array.getGenericComponentType()) + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            String lower = names(wildcard.getLowerBounds(), " & ");
            String upper = names(wildcard.getUpperBounds(), " & ");
            return !lower.isEmpty() ? "? super " + lower : upper.equals("Object") ? "?" : "? extends " + upper;
        }
        return type instanceof Class<?> plain
                ? plain.getCanonicalName().replaceFirst("^java\\.lang\\.(?=[A-Z])", "")
                : type.getTypeName();
    }

    private static String names(Type[] types, String between) {
        return Stream.of(types).map(PublicApi::name).collect(Collectors.joining(between));
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? raw(generic.getRawType()) : (Class<?>) type;
    }
}
