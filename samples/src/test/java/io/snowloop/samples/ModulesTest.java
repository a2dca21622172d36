package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The three libraries as a module path has them, with the JDK and nothing else beside them. All other tests run on the class
 * path, where descriptors are not read.
 */
class ModulesTest {

    private static final String NIO = "io.snowloop.nio";
    private static final String CLIENT = "io.snowloop.client";
    private static final String SERVER = "io.snowloop.server";
    private static final Set<String> LIBRARIES = Set.of(NIO, CLIENT, SERVER);

    private static ModuleLayer layer;

    @BeforeAll
    static void resolveTheLibrariesBesideTheJdkAlone() throws IOException {
        ModuleLayer jdk = ModuleLayer.boot();
        Configuration configuration = jdk.configuration().resolve(libraries(), ModuleFinder.of(), LIBRARIES);
        layer = jdk.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void clientAndServerHandTheCoreOnAndDoNotSeeEachOther() {
        assertThat(required(NIO)).doesNotContain(CLIENT, SERVER);
        assertThat(required(CLIENT)).contains(NIO).doesNotContain(SERVER);
        assertThat(required(SERVER)).contains(NIO).doesNotContain(CLIENT);
        assertThat(transitivelyRequired(CLIENT)).contains(NIO);
        assertThat(transitivelyRequired(SERVER)).contains(NIO);
    }

    @Test
    void everyTypeInAPublicSignatureCanBeNamedByItsReader() throws Exception {
        List<String> hidden = new ArrayList<>();
        for (Class<?> type : classes()) {
            if (canBeNamed(type)) {
                for (Member member : publicMembers(type)) {
                    typesOf(member)
                            .flatMap(ModulesTest::classesIn)
                            .filter(Predicate.not(ModulesTest::canBeNamed))
                            .forEach(unknown -> hidden.add(unknown.getName() + " in " + member));
                }
            }
        }
        assertThat(hidden)
                .as("all but the door of our own transports")
                .containsExactly("io.snowloop.loop.channel.Reactor in "
                        + "public io.snowloop.loop.channel.Reactor io.snowloop.loop.EventLoop.reactor()");
    }

    private static List<String> required(String module) {
        return requires(module, requires -> true);
    }

    private static List<String> transitivelyRequired(String module) {
        return requires(module, requires -> requires.modifiers().contains(Modifier.TRANSITIVE));
    }

    private static List<String> requires(String module, Predicate<ModuleDescriptor.Requires> which) {
        return layer.findModule(module).orElseThrow().getDescriptor().requires().stream()
                .filter(which)
                .map(ModuleDescriptor.Requires::name)
                .toList();
    }

    /** A finder of our libraries, among all that is on the class path. */
    private static ModuleFinder libraries() throws IOException {
        List<Path> places = new ArrayList<>();
        for (URL url : Collections.list(ModulesTest.class.getClassLoader().getResources("module-info.class"))) {
            try (InputStream descriptor = url.openStream()) {
                if (LIBRARIES.contains(ModuleDescriptor.read(descriptor).name())) {
                    places.add(placeOf(url));
                }
            }
        }
        return ModuleFinder.of(places.toArray(Path[]::new));
    }

    /** The jar or the folder that a descriptor stands in. */
    private static Path placeOf(URL descriptor) throws IOException {
        if (descriptor.openConnection() instanceof JarURLConnection jar) {
            return Path.of(URI.create(jar.getJarFileURL().toString()));
        }
        return Path.of(URI.create(descriptor.toString())).getParent();
    }

    private static List<Class<?>> classes() throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        for (Module module : layer.modules()) {
            ModuleReference reference = layer.configuration()
                    .findModule(module.getName())
                    .orElseThrow()
                    .reference();
            try (ModuleReader reader = reference.open()) {
                for (String file : reader.list().filter(ModulesTest::isClass).toList()) {
                    String name = file.substring(0, file.length() - ".class".length());
                    classes.add(Class.forName(name.replace('/', '.'), false, module.getClassLoader()));
                }
            }
        }
        return classes;
    }

    private static boolean isClass(String file) {
        return file.endsWith(".class") && !file.endsWith("-info.class");
    }

    private static boolean canBeNamed(Class<?> type) {
        if (type.isArray()) {
            return canBeNamed(type.getComponentType());
        }
        Class<?> outer = type.getEnclosingClass();
        return isOpenToReaders(type.getModifiers())
                && type.getModule().isExported(type.getPackageName())
                && (outer == null || canBeNamed(outer));
    }

    private static boolean isOpenToReaders(int modifiers) {
        return java.lang.reflect.Modifier.isPublic(modifiers) || java.lang.reflect.Modifier.isProtected(modifiers);
    }

    private static List<Member> publicMembers(Class<?> type) {
        return Stream.<Member[]>of(type.getDeclaredFields(), type.getDeclaredMethods(), type.getDeclaredConstructors())
                .flatMap(Stream::of)
                .filter(member -> isOpenToReaders(member.getModifiers()) && !member.isSynthetic())
                .toList();
    }

    private static Stream<Type> typesOf(Member member) {
        if (member instanceof Field field) {
            return Stream.of(field.getGenericType());
        }
        Executable executable = (Executable) member;
        Stream<Type> result =
                executable instanceof Method method ? Stream.of(method.getGenericReturnType()) : Stream.empty();
        return Stream.of(
                        result,
                        Stream.of(executable.getGenericParameterTypes()),
                        Stream.of(executable.getGenericExceptionTypes()))
                .flatMap(types -> types);
    }

    private static Stream<Class<?>> classesIn(Type type) {
        if (type instanceof Class<?> plain) {
            return Stream.of(plain);
        }
        if (type instanceof ParameterizedType generic) {
            return Stream.concat(
                    classesIn(generic.getRawType()),
                    Stream.of(generic.getActualTypeArguments()).flatMap(ModulesTest::classesIn));
        }
        if (type instanceof GenericArrayType array) {
            return classesIn(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return Stream.of(wildcard.getUpperBounds(), wildcard.getLowerBounds())
                    .flatMap(Stream::of)
                    .flatMap(ModulesTest::classesIn);
        }
        return Stream.empty(); // a type variable: its bounds are another signature's matter
    }
}
