// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every link of a page that stays in the project leads somewhere: to a file that is there, to a heading that is there, and,
 * where the link is the name of a test or a class, to a file in which that name stands.
 */
class LinksInPagesTest {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static List<Path> pages() throws IOException {
        return Project.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (Link link : links(Anchors.parse(page))) {
            String problem = problem(page, link);
            if (problem != null) {
                broken.add(link.getDestination() + ": " + problem);
            }
        }
        assertThat(broken).as(Project.name(page)).isEmpty();
    }

    private static String problem(Path page, Link link) throws IOException {
        String destination = link.getDestination();
        if (destination.matches("[a-z]+:.*")) {
            return null; // somebody else's page
        }
        int hash = destination.indexOf('#');
        String path = hash < 0 ? destination : destination.substring(0, hash);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (!Files.exists(target)) {
            return "there is no such file";
        }
        if (isHidden(target)) {
            return "the site does not serve hidden files";
        }
        if (hash >= 0 && !Anchors.of(target).contains(destination.substring(hash + 1))) {
            return "there is no such heading";
        }
        return missingName(link, target);
    }

    private static boolean isHidden(Path target) {
        for (Path name : Project.HOME.relativize(target)) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String missingName(Link link, Path target) throws IOException {
        boolean isCode =
                link.getFirstChild() instanceof Code && target.toString().endsWith(".java");
        if (!isCode) {
            return null;
        }
        String name = ((Code) link.getFirstChild()).getLiteral();
        boolean isThere = !NAME.matcher(name).matches()
                || Pattern.compile("\\b" + name + "\\b")
                        .matcher(Files.readString(target))
                        .find();
        return isThere ? null : "the name " + name + " does not stand there";
    }

    private static List<Link> links(Node page) {
        List<Link> links = new ArrayList<>();
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link);
            }
        });
        return links;
    }
}
