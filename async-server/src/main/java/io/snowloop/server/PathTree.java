// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.server.PathPattern.Kind;
import io.snowloop.server.PathPattern.Segment;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * A tree of path segments. A node has its literal segments in a hash map, and at most one child for each kind of parameter.
 *
 * <pre>
 *   /users/me, /users/{id:int}, /users/{name}/posts:
 *
 *   root -- users --+-- me
 *                   +-- {int}
 *                   +-- {string} -- posts
 * </pre>
 *
 * <p>So the cost of a search depends on the number of the path's segments, and is the same with 10 routes and with 10,000.
 * Parameters have no names here: {@code /users/{a}} and {@code /users/{b}} are the same node.
 */
final class PathTree {
    final Map<String, PathTree> literals = new HashMap<>();
    final Map<Kind, PathTree> parameters = new EnumMap<>(Kind.class);
    final Resource resource = new Resource();

    /** The node of a pattern. Nodes that are missing on the way to it are added. */
    PathTree grow(PathPattern pattern) {
        PathTree node = this;
        for (Segment segment : pattern.segments()) {
            node = segment.kind() == Kind.LITERAL
                    ? node.literals.computeIfAbsent(segment.text(), text -> new PathTree())
                    : node.parameters.computeIfAbsent(segment.kind(), kind -> new PathTree());
        }
        return node;
    }
}
