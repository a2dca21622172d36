// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static io.snowloop.samples.LibraryModules.CLIENT;
import static io.snowloop.samples.LibraryModules.NIO;
import static io.snowloop.samples.LibraryModules.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the module descriptors of the libraries let other modules see. */
class ModulesTest {
    private static LibraryModules libraries;

    @BeforeAll
    static void resolve() throws Exception {
        libraries = LibraryModules.resolve();
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
        for (String module : List.of(NIO, CLIENT, SERVER)) {
            for (Class<?> type : libraries.classes(module)) {
                if (LibraryModules.isPublic(type)) {
                    for (Member member : publicMembers(type)) {
                        typesOf(member)
                                .flatMap(ModulesTest::classesIn)
                                .filter(Predicate.not(LibraryModules::isPublic))
                                .forEach(unknown -> hidden.add(unknown.getName() + " in " + member));
                    }
                }
            }
        }
        assertThat(hidden)
                .as("all but the door of our own transports")
                .containsExactly("io.snowloop.loop.channel.Reactor in "
                        + "public io.snowloop.loop.channel.Reactor io.snowloop.loop.EventLoop.reactor()");
    }

    @Test
    void aModuleOfAUserCompiles(@TempDir Path classes) {
        assertThat(errors(classes, """
                        import io.snowloop.client.Fetcher;
                        import io.snowloop.http.Response;
                        import io.snowloop.loop.EventLoop;
                        import io.snowloop.server.Snow;
                        class User {
                            Snow app = new Snow().get("/", (request, loop) -> loop.newPromise());
                            Fetcher on(EventLoop loop) {
                                return Fetcher.on(loop);
                            }
                        }
                        """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.snowloop.http.connection.Inflow",
                "io.snowloop.http.syntax.Grammar",
                "io.snowloop.logging.LazyLogger",
                "io.snowloop.loop.channel.Reactor"
            })
    void aModuleOfAUserCannotUseWhatIsHidden(String type, @TempDir Path classes) throws Exception {
        assertThat(libraries.classes(NIO)).extracting(Class::getName).contains(type);
        assertThat(errors(classes, "class User { " + type + " plumbing; }"))
                .contains("is not visible")
                .contains("does not export it");
    }

    @Test
    void aModuleOfAUserCannotCallTheReactor(@TempDir Path classes) {
        assertThat(errors(classes, """
                        class User {
                            int channels(io.snowloop.loop.EventLoop loop) {
                                return loop.reactor().registrations();
                            }
                        }
                        """)).contains("is not accessible");
    }

    /** What the compiler objects to in a module that requires client and server and has this class. */
    private static String errors(Path classes, String source) {
        String path = libraries.places().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        compiler.getTask(
                        null,
                        null,
                        found,
                        List.of("-proc:none", "-p", path, "-cp", classes.toString(), "-d", classes.toString()),
                        null,
                        List.of(
                                inMemory(
                                        "module-info",
                                        "module user { requires " + CLIENT + "; requires " + SERVER + "; }"),
                                inMemory("User", "package user; " + source)))
                .call();
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    private static JavaFileObject inMemory(String name, String source) {
        return new SimpleJavaFileObject(URI.create("memory:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static List<String> required(String module) {
        return requires(module, requires -> true);
    }

    private static List<String> transitivelyRequired(String module) {
        return requires(module, requires -> requires.modifiers().contains(Modifier.TRANSITIVE));
    }

    private static List<String> requires(String module, Predicate<ModuleDescriptor.Requires> which) {
        return libraries.descriptor(module).requires().stream()
                .filter(which)
                .map(ModuleDescriptor.Requires::name)
                .toList();
    }

    private static List<Member> publicMembers(Class<?> type) {
        return Stream.<Member[]>of(type.getDeclaredFields(), type.getDeclaredMethods(), type.getDeclaredConstructors())
                .flatMap(Stream::of)
                .filter(member -> LibraryModules.isPublic(member.getModifiers()) && !member.isSynthetic())
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
