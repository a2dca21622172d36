// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The three libraries as a module path has them, with the JDK and nothing else beside them. All other tests run on the class
 * path, where descriptors are not read.
 */
final class LibraryModules {
    static final String NIO = "io.snowloop.nio";
    static final String CLIENT = "io.snowloop.client";
    static final String SERVER = "io.snowloop.server";

    private static final Set<String> NAMES = Set.of(NIO, CLIENT, SERVER);

    private final List<Path> places;
    private final ModuleLayer layer;

    private LibraryModules(List<Path> places, ModuleLayer layer) {
        this.places = places;
        this.layer = layer;
    }

    /** Finds them among all that is on the class path. */
    static LibraryModules resolve() throws IOException {
        List<Path> places = new ArrayList<>();
        for (URL url : Collections.list(LibraryModules.class.getClassLoader().getResources("module-info.class"))) {
            try (InputStream descriptor = url.openStream()) {
                if (NAMES.contains(ModuleDescriptor.read(descriptor).name())) {
                    places.add(placeOf(url));
                }
            }
        }
        ModuleLayer jdk = ModuleLayer.boot();
        ModuleFinder finder = ModuleFinder.of(places.toArray(Path[]::new));
        Configuration configuration = jdk.configuration().resolve(finder, ModuleFinder.of(), NAMES);
        return new LibraryModules(
                places, jdk.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader()));
    }

    /** The jar or the folder that a descriptor stands in. */
    private static Path placeOf(URL descriptor) throws IOException {
        if (descriptor.openConnection() instanceof JarURLConnection jar) {
            return Path.of(URI.create(jar.getJarFileURL().toString()));
        }
        return Path.of(URI.create(descriptor.toString())).getParent();
    }

    /** The jars or folders that they are in. */
    List<Path> places() {
        return places;
    }

    ModuleDescriptor descriptor(String module) {
        return layer.findModule(module).orElseThrow().getDescriptor();
    }

    /** All classes of one of them, in no order. */
    List<Class<?>> classes(String name) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        Module module = layer.findModule(name).orElseThrow();
        ModuleReference reference =
                layer.configuration().findModule(name).orElseThrow().reference();
        try (ModuleReader reader = reference.open()) {
            for (String file : reader.list().filter(LibraryModules::isClass).toList()) {
                String type = file.substring(0, file.length() - ".class".length());
                classes.add(Class.forName(type.replace('/', '.'), false, module.getClassLoader()));
            }
        }
        return classes;
    }

    private static boolean isClass(String file) {
        return file.endsWith(".class") && !file.endsWith("-info.class");
    }

    /** Whether any other module may use the type. */
    static boolean isPublic(Class<?> type) {
        if (type.isArray()) {
            return isPublic(type.getComponentType());
        }
        Class<?> outer = type.getEnclosingClass();
        return isPublic(type.getModifiers())
                && type.getModule().isExported(type.getPackageName())
                && (outer == null || isPublic(outer));
    }

    /** Whether subclasses, at least, may use a member with these modifiers. */
    static boolean isPublic(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
