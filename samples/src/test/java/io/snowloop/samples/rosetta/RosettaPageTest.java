// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.lens.ScoreRuns;
import io.snowloop.samples.site.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages on other loops have the orders and versions of {@code players.json}. {@code -Ddocs.update=true} writes their table anew. */
@Tag("once")
class RosettaPageTest {
    private static final Path DOCS = Checkout.home().resolve("docs");
    private static final Path PAGE = DOCS.resolve("rosetta.md");
    private static final String OURS = "snowloop";

    private static final Map<String, String> TITLES = Map.of(
            OURS,
            "Snowloop",
            "asyncio",
            "asyncio",
            "tornado",
            "Tornado",
            "tokio",
            "Tokio",
            "netty",
            "Netty",
            "vertx",
            "Vert.x",
            "node",
            "Node.js",
            "libuv",
            "libuv");

    static List<Player> players() {
        return Player.all();
    }

    static List<Player> others() {
        return Player.all().stream()
                .filter(player -> !player.name().equals(OURS))
                .toList();
    }

    @Test
    void theTableHasTheOrders() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int from = lines.indexOf("<!-- scores -->") + 1;
        int to = lines.indexOf("<!-- end of scores -->");
        List<String> table = table();
        if (Boolean.getBoolean("docs.update")) {
            List<String> updated = new ArrayList<>(lines.subList(0, from));
            updated.addAll(table);
            updated.addAll(lines.subList(to, lines.size()));
            Files.write(PAGE, updated);
        } else {
            assertThat(lines.subList(from, to)).isEqualTo(table);
        }
    }

    private static List<String> table() {
        List<String> table = new ArrayList<>(List.of("| System | Version | Order |", "| --- | --- | --- |"));
        for (Player player : Player.all()) {
            String title = TITLES.get(player.name());
            table.add("| " + (player.name().equals(OURS) ? title : "[" + title + "](rosetta/" + player.name() + ".md)")
                    + " | " + number(player) + " | `" + player.order() + "` |");
        }
        return table;
    }

    /** {@code 1.24} of {@code tokio v1.24}. */
    private static String number(Player player) {
        return player.measured().replaceAll("^[^0-9]+", "").replace(".Final", "");
    }

    @ParameterizedTest
    @MethodSource("players")
    void aProgramHasAtMostFortyLines(Player player) throws IOException {
        assertThat(Files.readAllLines(Checkout.home().resolve(player.program())).stream()
                        .map(String::strip)
                        .dropWhile(line -> player.files().isEmpty() && !line.equals("// region score"))
                        .takeWhile(line -> !line.equals("// endregion"))
                        .filter(line -> !line.matches("(import|from|use|#include|package) .*|//.*|/?\\*.*|@\\w+"))
                        .filter(line -> !line.matches("[\\[\\]{}();,]*")))
                .as("lines of " + player.program() + " without imports, comments and closing brackets")
                .hasSizeBetween(20, 40);
    }

    @ParameterizedTest
    @MethodSource("others")
    void eachHasItsPageWithItsOrderAndVersion(Player player) throws IOException {
        String page = Files.readString(DOCS.resolve("rosetta/" + player.name() + ".md"));
        assertThat(page)
                .contains("Measured with " + TITLES.get(player.name()).replace("asyncio", "Python") + " "
                        + number(player))
                .contains("`" + player.order() + "`, ")
                .contains("here `" + Orders.of(OURS) + "`")
                .contains("## The difference that bites");
    }

    @Test
    void theComparisonInTheChapterOnTheLoopNamesTheseVersions() throws IOException {
        String chapter = Files.readString(DOCS.resolve("the-loop.md"));
        assertThat(chapter)
                .contains("| Part | Snowloop | asyncio (Python %s) | Netty %s | libuv %s |"
                        .formatted(version("asyncio"), version("netty"), version("libuv")));
    }

    private static String version(String name) {
        return Player.all().stream()
                .filter(player -> player.name().equals(name))
                .map(RosettaPageTest::number)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void inVirtualTimeTheOrderIsThatOfRealTime() {
        assertThat(ScoreRuns.order()).isEqualTo(Orders.of(OURS));
    }
}
