// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the names of classes in a Java file stand for: the URLs of their sources, as far as they are in this project. As for the
 * compiler, a name is one that is imported, or one of the same package.
 */
final class SourceNames {
    /** Names of nothing: of a block of code that is not a part of a file. */
    static final SourceNames NONE = new SourceNames("", Map.of(), List.of(), null);

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import ([\\w.]+\\.([A-Z]\\w*));");

    private final String samePackage;
    private final Map<String, String> imports;
    private final List<Path> roots;
    private final @Nullable SiteMap map;

    private SourceNames(String samePackage, Map<String, String> imports, List<Path> roots, @Nullable SiteMap map) {
        this.samePackage = samePackage;
        this.imports = imports;
        this.roots = roots;
        this.map = map;
    }

    /** The names in a file; none if it cannot be read. */
    static SourceNames in(Path file, SiteMap map) {
        try {
            return in(Files.readString(file), map);
        } catch (IOException e) {
            return NONE; // a test compares pages with sources
        }
    }

    private static SourceNames in(String code, SiteMap map) throws IOException {
        Map<String, String> imports = new HashMap<>();
        IMPORT.matcher(code).results().forEach(found -> imports.put(found.group(2), found.group(1)));
        String samePackage = PACKAGE.matcher(code)
                .results()
                .map(MatchResult::group)
                .map(line -> line.substring("package ".length(), line.length() - 1))
                .findFirst()
                .orElse("");
        return new SourceNames(samePackage, imports, roots(map.home()), map);
    }

    /** Where Java packages begin: {@code nio-core/src/main/java}, and so on. */
    private static List<Path> roots(Path home) throws IOException {
        List<Path> roots = new ArrayList<>();
        try (Stream<Path> modules = Files.list(home)) {
            for (Path module : modules.sorted().toList()) {
                Stream.of("main", "test")
                        .map(kind -> module.resolve("src").resolve(kind).resolve("java"))
                        .filter(Files::isDirectory)
                        .forEach(roots::add);
            }
        }
        return roots;
    }

    /** The URL of the source of a class; null if it is not in this project. */
    @Nullable
    String url(String name) {
        String full = imports.getOrDefault(name, samePackage + "." + name);
        String path = full.replace('.', '/') + ".java";
        return map == null
                ? null
                : roots.stream()
                        .map(root -> root.resolve(path))
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .map(map::url)
                        .orElse(null);
    }
}
