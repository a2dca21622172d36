// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Jackson;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import io.snowloop.websocket.CloseReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** Members of a chat, each on a host of its own, in virtual time. */
class ChatTest {
    private static final String HOST = "10.0.0.1";

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop(HOST);
    private Counting json;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        json = new Counting();
        server = Server.of(new Chat(json, new OneServer()).app()).on(loop).listen(HOST, 80);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    /** Counts what is encoded. */
    private static final class Counting implements JsonMapper {
        private final JsonMapper jackson = new Jackson(new ObjectMapper());
        private int written;

        @Override
        public <T> T read(byte[] text, Class<T> type) {
            return jackson.read(text, type);
        }

        @Override
        public byte[] write(Object value) {
            written++;
            return jackson.write(value);
        }
    }

    private Member join(int host, String name) throws Exception {
        return new Member(simulation, HOST, "10.0.0." + host, name);
    }

    private void runFor(Duration time) throws Exception {
        simulation.runFor(time);
    }

    @Test
    void whatOneSaysAllRead() throws Exception {
        Member holle = join(2, "Holle");
        Member marie = join(3, "Marie");
        holle.say("it snows");
        runFor(ofSeconds(1));
        marie.say("again");
        runFor(ofSeconds(1));

        assertThat(holle.read)
                .containsExactly(
                        "{\"here\":[]}",
                        "{\"came\":\"Holle\"}",
                        "{\"came\":\"Marie\"}",
                        "{\"from\":\"Holle\",\"id\":\"Holle-1\",\"text\":\"it snows\"}",
                        "{\"from\":\"Marie\",\"id\":\"Marie-1\",\"text\":\"again\"}");
        assertThat(marie.read)
                .containsExactly(
                        "{\"here\":[\"Holle\"]}",
                        "{\"came\":\"Marie\"}",
                        "{\"from\":\"Holle\",\"id\":\"Holle-1\",\"text\":\"it snows\"}",
                        "{\"from\":\"Marie\",\"id\":\"Marie-1\",\"text\":\"again\"}");
    }

    @Test
    void oneWhoComesLateReadsWhatWasSaid() throws Exception {
        Member holle = join(2, "Holle");
        holle.say("it snows");
        runFor(ofSeconds(1));
        holle.socket.loop().execute(holle.socket::close);
        runFor(ofSeconds(1));
        Member marie = join(3, "Marie");
        runFor(ofSeconds(1));
        assertThat(marie.read)
                .containsExactly(
                        "{\"here\":[]}",
                        "{\"from\":\"Holle\",\"id\":\"Holle-1\",\"text\":\"it snows\"}",
                        "{\"came\":\"Marie\"}");
    }

    /** 64 KiB of it are kept, and one who comes late can read all of that. */
    @Test
    void whatIsKeptIsBounded() throws Exception {
        Member holle = join(2, "Holle");
        for (int i = 0; i < 100; i++) {
            holle.say(i + "x".repeat(950));
        }
        runFor(ofSeconds(20));
        Member marie = join(3, "Marie");
        runFor(ofSeconds(1));
        assertThat(marie.said()).hasSize(65);
        assertThat(marie.read).anyMatch(each -> each.contains("\"99xx")).noneMatch(each -> each.contains("\"34xx"));
        assertThat(marie.socket.isOpen()).isTrue();
    }

    @Test
    void aMessageIsEncodedOnce() throws Exception {
        Member holle = join(2, "Holle");
        join(3, "Marie");
        join(4, "Ada");
        int before = json.written;
        holle.say("it snows");
        runFor(ofSeconds(1));
        join(5, "Eve");
        runFor(ofSeconds(1));
        assertThat(json.written - before).isEqualTo(1 + 2); // and who was here when Eve came, and that she came
    }

    /** One reads nothing: it is sent away, and all others read each message as soon as it is said. */
    @Test
    void aSlowMemberIsSentAway() throws Exception {
        Member slow = join(2, "Slow");
        slow.socket.loop().execute(slow.socket::pauseReading);
        Member holle = join(3, "Holle");
        Member marie = join(4, "Marie");
        int said = 0;
        while (!marie.read.contains("{\"left\":\"Slow\"}") && said < 3_000) {
            for (int i = 0; i < 100; i++) {
                holle.say("x".repeat(960));
            }
            said += 100;
            runFor(ofSeconds(11)); // ten a second, and some time on the way
            assertThat(marie.said()).hasSize(said);
        }
        assertThat(holle.said()).hasSize(said).hasSizeLessThan(3_000);
        assertThat(slow.said()).hasSizeLessThan(said);

        slow.socket.loop().execute(slow.socket::resumeReading);
        runFor(ofSeconds(30));
        assertThat(slow.end).isNotNull().extracting(CloseReason::code).isEqualTo(CloseReason.ABNORMAL);
        assertThat(holle.end).isNull();
    }

    /** The network of one is gone without a word: it is a ping that finds out. */
    @Test
    void aMemberThatVanishesHasLeftWithinAMinute() throws Exception {
        Member holle = join(2, "Holle");
        join(3, "Marie");
        simulation.network().partition("10.0.0.3", HOST);
        runFor(ofSeconds(60));
        assertThat(holle.read).endsWith("{\"left\":\"Marie\"}");
        holle.say("still here?");
        runFor(ofSeconds(1));
        assertThat(holle.said()).hasSize(1);
        Member ada = join(4, "Ada");
        runFor(ofSeconds(1));
        assertThat(ada.read).startsWith("{\"here\":[\"Holle\"]}");
    }

    /** TCP makes a member wait that says more than ten things a second. */
    @Test
    void oneThatSaysTooMuchWaits() throws Exception {
        Member holle = join(2, "Holle");
        Member marie = join(3, "Marie");
        for (int i = 0; i < 100; i++) {
            holle.say("x");
        }
        runFor(ofSeconds(5));
        assertThat(marie.said()).hasSizeBetween(45, 55);
        runFor(ofSeconds(6));
        assertThat(marie.said()).hasSize(100);
    }

    @Test
    void aMessageThatIsTooLongEndsItsSender() throws Exception {
        Member holle = join(2, "Holle");
        Member marie = join(3, "Marie");
        holle.say("x".repeat(1_001));
        runFor(ofSeconds(1));
        assertThat(holle.end).isNotNull().extracting(CloseReason::code).isEqualTo(CloseReason.MESSAGE_TOO_BIG);
        assertThat(marie.read).endsWith("{\"left\":\"Holle\"}");
        assertThat(marie.said()).isEmpty();
    }

    @Test
    void aDrainSaysGoodbye() throws Exception {
        Member holle = join(2, "Holle");
        simulation.runUntil(server.drain(ofSeconds(20)));
        assertThat(holle.end).isNotNull().extracting(CloseReason::code).isEqualTo(CloseReason.GOING_AWAY);
        assertThat(simulation.ticker().elapsed()).isLessThan(ofSeconds(20));
    }

    /** All read the same, in the same order, whatever the network does to the segments. */
    @Test
    void allReadTheSame() {
        Seeds.check(8, each -> {
            each.network().faults(Faults.benign(each.random()));
            Server.of(new Chat(new Counting(), new OneServer()).app())
                    .on(each.loop(HOST))
                    .listen(HOST, 80);
            List<Member> members = List.of(
                    new Member(each, HOST, "10.0.0.2", "A"),
                    new Member(each, HOST, "10.0.0.3", "B"),
                    new Member(each, HOST, "10.0.0.4", "C"));
            members.forEach(member -> {
                for (int i = 0; i < 5; i++) {
                    member.say("it snows");
                }
            });
            each.runFor(ofSeconds(60));
            List<String> last =
                    members.get(2).read.subList(1, members.get(2).read.size());
            assertThat(last).hasSize(16);
            members.forEach(member -> assertThat(member.read).endsWith(last.toArray(new String[0])));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat", "/chat?name=", "/chat?name=%20"})
    void oneWithoutANameDoesNotJoin(String path) throws Exception {
        Snow app = new Chat(json, new OneServer()).app();
        Request request = Request.get(path)
                .withHeader("Connection", "Upgrade")
                .withHeader("Upgrade", "websocket")
                .withHeader("Sec-WebSocket-Version", "13")
                .withHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        Response response = simulation.runUntil(loop.submit(() -> app.handle(request)));
        assertThat(response.status()).isEqualTo(Status.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/chat.css", "/chat.js"})
    void thePageHasNothingThatItsPolicyForbids(String path) throws Exception {
        Response page = simulation.runUntil(
                loop.submit(() -> new Chat(json, new OneServer()).app().handle(Request.get(path))));
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self';");
        assertThat(page.text())
                .doesNotContainPattern("<style|<script>|style=|\\son[a-z]+=\"|innerHTML|https?://(?!www.w3.org)");
    }

    @Test
    void aBadPortIsRefusedInWords() {
        CommandRun run = CommandRun.of("run", "chat", "x");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'x' is not a port");
    }
}
