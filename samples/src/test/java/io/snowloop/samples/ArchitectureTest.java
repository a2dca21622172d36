// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.logging.LazyLogger;
import io.snowloop.tls.TlsEngine;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan of the house, as docs/architecture.md draws it, held against the classes. */
@Tag("once")
class ArchitectureTest {
    /** A package may use those that stand before it in a list, and none that stands behind it. */
    private static final List<String> ORDER = List.of(
            "io.snowloop.logging",
            "io.snowloop.options",
            "io.snowloop.future",
            "io.snowloop.loop..", // and loop.channel, the inside of it
            "io.snowloop.buffer",
            "io.snowloop.http.syntax", // the syntax of hosts is a connector's, too
            "io.snowloop.transport",
            "io.snowloop.dns.message",
            "io.snowloop.dns",
            "io.snowloop.tls",
            "io.snowloop.http",
            "io.snowloop.file",
            "io.snowloop.process",
            "io.snowloop.http.sse",
            "io.snowloop.http.h1",
            "io.snowloop.http.h2.hpack",
            "io.snowloop.http.h2.table",
            "io.snowloop.http.h2",
            "io.snowloop.http.connection",
            "io.snowloop.websocket",
            "io.snowloop.websocket.connection",
            "io.snowloop.metrics",
            "io.snowloop.trace");

    private static final String[] OPTIONAL = {"java.lang.management..", "javax.management..", "javax.xml..", "jdk.jfr.."
    };

    private static final JavaClasses LIBRARIES = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("test-classes"))
            .importPackages(
                    "io.snowloop.logging",
                    "io.snowloop.options",
                    "io.snowloop.future",
                    "io.snowloop.loop",
                    "io.snowloop.buffer",
                    "io.snowloop.transport",
                    "io.snowloop.dns",
                    "io.snowloop.tls",
                    "io.snowloop.http",
                    "io.snowloop.file",
                    "io.snowloop.process",
                    "io.snowloop.websocket",
                    "io.snowloop.metrics",
                    "io.snowloop.trace",
                    "io.snowloop.sim",
                    "io.snowloop.client",
                    "io.snowloop.server");

    static Stream<String> packagesInOrder() {
        return ORDER.stream();
    }

    @ParameterizedTest
    @MethodSource("packagesInOrder")
    void aPackageUsesOnlyThoseAboveIt(String name) {
        String[] below = ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).toArray(String[]::new);
        if (below.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(name)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(below)
                    .check(LIBRARIES);
        }
    }

    @Test
    void nobodyKnowsOfTheSimulator() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.snowloop.sim")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.snowloop.sim")
                .check(LIBRARIES);
    }

    /** So that all else works where the JDK was put together without them, a class each may know of them. */
    @Test
    void onlyThreeClassesKnowOfModulesThatMayBeMissing() {
        noClasses()
                .that()
                .haveNameNotMatching("io.snowloop.trace.(GcPauses|FlightRecorder.*)|io.snowloop.client.Sitemap")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OPTIONAL)
                .check(LIBRARIES);
    }

    @Test
    void clientAndServerNeverSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.snowloop.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.snowloop.server..")
                .check(LIBRARIES);
        noClasses()
                .that()
                .resideInAPackage("io.snowloop.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.snowloop.client..")
                .check(LIBRARIES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new PackageOrLoop()).should().beFreeOfCycles().check(LIBRARIES);
    }

    /** Each package is a slice. The two of the loop are one: the outside of a loop and its inside know each other. */
    private static final class PackageOrLoop implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return SliceIdentifier.of(name.equals("io.snowloop.loop.channel") ? "io.snowloop.loop" : name);
        }

        @Override
        public String getDescription() {
            return "the packages of io.snowloop";
        }
    }

    @Test
    void codecsHaveNoChannelNoLoopAndNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.snowloop.http.syntax",
                        "io.snowloop.http.sse",
                        "io.snowloop.http.h1",
                        "io.snowloop.http.h2..",
                        "io.snowloop.websocket",
                        "io.snowloop.dns.message",
                        "io.snowloop.client.auth",
                        "io.snowloop.client.tunnel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.channels..",
                        "java.net..",
                        "java.time..",
                        "java.util.concurrent..",
                        "io.snowloop.future",
                        "io.snowloop.loop..",
                        "io.snowloop.transport")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Request.class, Response.class, Body.class, Handler.class, Filter.class)
                .check(LIBRARIES);
    }

    @Test
    void theParserOfFormsHasNoChannelNoLoopAndNoClock() {
        noClasses()
                .that()
                .haveSimpleName("MultipartParser")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.time..", "io.snowloop.future", "io.snowloop.loop..")
                .check(LIBRARIES);
    }

    @Test
    void theHeaderOfAProxyHasNoChannelNoLoopAndNoClock() {
        noClasses()
                .that()
                .resideInAPackage("io.snowloop.server.proxyprotocol")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.channels..",
                        "java.time..",
                        "java.util.concurrent..",
                        "io.snowloop.future",
                        "io.snowloop.loop..",
                        "io.snowloop.transport")
                .check(LIBRARIES);
    }

    /** Times are arguments: a value of java.time, but nothing that tells the time. */
    @Test
    void theRulesOfACacheHaveNoChannelNoLoopAndNoClock() {
        noClasses()
                .that()
                .resideInAPackage("io.snowloop.client.cache.policy")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio..",
                        "java.util.concurrent..",
                        "io.snowloop.future",
                        "io.snowloop.loop..",
                        "io.snowloop.transport",
                        "io.snowloop.client",
                        "io.snowloop.client.cache")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Request.class,
                        Response.class,
                        Body.class,
                        Handler.class,
                        Filter.class,
                        Clock.class,
                        InstantSource.class)
                .check(LIBRARIES);
        noClasses()
                .that()
                .resideInAPackage("io.snowloop.client.cache.policy")
                .should()
                .callMethod(Instant.class, "now")
                .check(LIBRARIES);
    }

    @Test
    void theTlsEngineHasNoChannelNoLoopAndNoClock() {
        noClasses()
                .that()
                .belongToAnyOf(TlsEngine.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.time..", "io.snowloop.loop..", "io.snowloop.transport")
                .check(LIBRARIES);
    }

    @Test
    void librariesUseNothingButTheJdkAtRunTime() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "javax.net.ssl..",
                        "javax.security..",
                        "io.snowloop..",
                        "org.jspecify..")
                .orShould()
                .haveNameMatching("io.snowloop.trace.(GcPauses|FlightRecorder.*)|io.snowloop.client.Sitemap")
                .check(LIBRARIES);
    }

    @Test
    void librariesNeitherPrintNorSleepNorLock() {
        noClasses().should().accessField(System.class, "out").check(LIBRARIES);
        noClasses().should().accessField(System.class, "err").check(LIBRARIES);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(LIBRARIES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.snowloop.sim")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks")
                .check(LIBRARIES);
    }

    /** So a server without a lens loads nothing of it. */
    @Test
    void nothingNeedsTheLens() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.snowloop.server.lens")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.snowloop.server.lens")
                .check(LIBRARIES);
    }

    @Test
    void librariesLogThroughSystemLogger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .check(LIBRARIES);
    }

    /** The first look-up of a logger would be a part of every start. */
    @Test
    void librariesLookUpNoLoggerBeforeTheyNeedIt() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(LazyLogger.class)
                .should()
                .callMethod(System.class, "getLogger", String.class)
                .check(LIBRARIES);
    }

    /** A connection has its parts: an object with more fields than this is two. Settings are no such objects. */
    @Test
    void objectsOfAConnectionHaveFewFields() {
        classes()
                .that()
                .resideInAnyPackage(
                        "io.snowloop.loop",
                        "io.snowloop.loop.channel",
                        "io.snowloop.transport",
                        "io.snowloop.dns",
                        "io.snowloop.tls",
                        "io.snowloop.http.h2",
                        "io.snowloop.http.connection",
                        "io.snowloop.client",
                        "io.snowloop.server")
                .and()
                .haveSimpleNameNotEndingWith("Builder")
                .and()
                .haveSimpleNameNotEndingWith("Options")
                .should(new ArchCondition<JavaClass>("have at most 10 fields") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        long fields = type.getFields().stream()
                                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                                .count();
                        if (fields > 10) {
                            events.add(SimpleConditionEvent.violated(type, type.getName() + " has " + fields));
                        }
                    }
                })
                .check(LIBRARIES);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)").check(LIBRARIES);
    }
}
