// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the IDEs offer to run. */
class RunConfigurationsTest {
    private static final Pattern INTELLIJ =
            Pattern.compile("\"(?:MAIN_CLASS_NAME|PROGRAM_PARAMETERS)\" value=\"([^\"]*)\"");
    private static final Pattern ECLIPSE = Pattern.compile("(?:MAIN_TYPE|PROGRAM_ARGUMENTS)\" value=\"([^\"]*)\"");

    @Test
    void areTheSameInAllIdes() throws IOException {
        Map<String, String> code = visualStudioCode();

        assertThat(code).containsKeys("main-job", "simulated-outage", "why-late", "hello-server", "seed-snow");
        assertThat(commands(".run", ".run.xml", INTELLIJ)).isEqualTo(code);
        assertThat(commands("samples/launch", ".launch", ECLIPSE)).isEqualTo(code);
    }

    @Test
    void nameClassesAndCommandsThatExist() throws IOException {
        assertThat(visualStudioCode().values()).allSatisfy(command -> {
            String[] words = command.split(" ");
            Class<?> type = Class.forName(words[0]);
            assertThatCode(() -> type.getMethod("main", String[].class)).doesNotThrowAnyException();
            if (type == Snowloop.class && words.length > 1) {
                String sample = words[words.length - 1];
                assertThat(Samples.ALL.stream().map(Sample::name)).contains(sample);
            }
        });
    }

    private static Map<String, String> visualStudioCode() throws IOException {
        JsonNode file =
                JsonMapper.shared().readTree(Files.readString(ProjectFolder.ROOT.resolve(".vscode/launch.json")));
        Map<String, String> commands = new TreeMap<>();
        for (JsonNode each : file.get("configurations")) {
            String name = each.get("name").asString().replace(' ', '-').toLowerCase(Locale.ROOT);
            String arguments = each.path("args").asString("");
            commands.put(name, (each.get("mainClass").asString() + " " + arguments).strip());
        }
        return commands;
    }

    /** The class and the arguments of each file, by its name. */
    private static Map<String, String> commands(String folder, String suffix, Pattern value) throws IOException {
        Map<String, String> commands = new TreeMap<>();
        try (Stream<Path> files = Files.list(ProjectFolder.ROOT.resolve(folder))) {
            files.forEach(file -> {
                String name = file.getFileName().toString();
                assertThat(name).endsWith(suffix);
                commands.put(
                        name.substring(0, name.length() - suffix.length()),
                        String.join(
                                " ",
                                value.matcher(read(file))
                                        .results()
                                        .map(found -> found.group(1))
                                        .toList()));
            });
        }
        return commands;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
