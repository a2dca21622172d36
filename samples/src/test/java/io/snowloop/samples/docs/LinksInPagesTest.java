// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every link of a page that stays in the project leads somewhere: to a file that is there, to a heading that is there, and,
 * where the link is the name of a test or a class, to a file in which that name stands.
 */
class LinksInPagesTest {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static List<Path> pages() throws IOException {
        return Project.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (Link link : links(parse(page))) {
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
        if (hash >= 0 && !anchors(parse(target)).contains(destination.substring(hash + 1))) {
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

    private static Node parse(Path page) throws IOException {
        return PARSER.parse(Files.readString(page));
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

    private static Set<String> anchors(Node page) {
        IdGenerator ids = IdGenerator.builder().build();
        Set<String> anchors = new HashSet<>();
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                anchors.add(ids.generateId(text(heading)));
            }
        });
        return anchors;
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }
}
