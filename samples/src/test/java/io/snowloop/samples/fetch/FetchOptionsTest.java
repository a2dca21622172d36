// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.Arguments;
import io.snowloop.samples.CommandRun;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import io.snowloop.transport.Resolver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The options of {@code fetch} that curl has too, against a server that tells what it gets. */
class FetchOptionsTest {
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static final String CHALLENGE = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";

    private static Server server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void serve() throws IOException {
        server = Server.of(app()).http2(Http2Limits.DEFAULT).listen("127.0.0.1", 0);
    }

    private static Snow app() {
        return new Snow()
                .get("/echo", FetchOptionsTest::echo)
                .post("/echo", FetchOptionsTest::echo)
                .put("/echo", FetchOptionsTest::echo)
                .get("/to", request -> Response.redirect("/echo"))
                .get("/set", request -> Response.text("set").withHeader("Set-Cookie", "sid=42; Path=/; Max-Age=100"))
                .get(
                        "/gzip",
                        request -> Response.of(Status.OK)
                                .withHeader(
                                        "Content-Encoding",
                                        String.valueOf(request.header("Accept-Encoding"))
                                                        .contains("gzip")
                                                ? "gzip"
                                                : "identity")
                                .withBody(Body.of(gzip("plain"))))
                .get(
                        "/flaky",
                        request -> FAILURES.getAndDecrement() > 0
                                ? Response.of(Status.SERVICE_UNAVAILABLE)
                                : Response.text("at last"))
                .get(
                        "/rest",
                        request -> "bytes=3-".equals(request.header("Range"))
                                ? Response.of(Status.PARTIAL_CONTENT)
                                        .withHeaders(Headers.of("ETag", "\"a\"", "Content-Range", "bytes 3-4/5"))
                                        .withBody(Body.of("lo"))
                                : Response.text("all"))
                .post(
                        "/digest",
                        request -> request.headers().contains("Authorization")
                                ? echo(request)
                                : Response.of(Status.UNAUTHORIZED).withHeader("WWW-Authenticate", CHALLENGE));
    }

    /** The request with its fields, its body, and nothing else. */
    private static Response echo(Request request) {
        StringBuilder text = new StringBuilder(request.method() + " " + request.target() + "\n");
        request.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        Body.Bytes body = request.body().collected();
        return Response.text(text + "\n" + (body == null ? "" : body.text()));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    /** Fetches a path of the server. */
    private static CommandRun fetch(String path, String... options) {
        String[] line = new String[options.length + 2];
        line[0] = "fetch";
        System.arraycopy(options, 0, line, 1, options.length);
        line[line.length - 1] = path.startsWith("/") ? server.url(path) : path;
        return CommandRun.of(line);
    }

    // ----------------------------------------------------------------------------------------------------- Request

    @Test
    void aFormWithAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("up.txt"), "of the file");

        assertThat(fetch("/echo", "-F", "title=Snow", "-F", "photo=@" + file).out())
                .startsWith("POST /echo\n")
                .contains("multipart/form-data", "name=\"title\"\r\n\r\nSnow", "filename=\"up.txt\"", "of the file");
    }

    @Test
    void aFormIsSentAgainAfterAChallengeAndInEachRound() {
        assertThat(fetch("/digest", "-F", "a=b", "-u", "ada:secret", "--digest").out())
                .contains("Authorization: Digest username=\"ada\"", "name=\"a\"\r\n\r\nb");
        assertThat(fetch("/digest", "-F", "a=b", "-u", "ada:secret", "--digest", "--repeat", "2")
                        .out())
                .contains("status 200: 2");
    }

    @Test
    void aFileIsPut() throws IOException {
        Path file = Files.writeString(folder.resolve("up.txt"), "of the file");

        assertThat(fetch("/echo", "-T", file.toString()).out())
                .startsWith("PUT /echo\n")
                .endsWith("\n\nof the file");
    }

    @Test
    void aHeadIsPrinted() {
        assertThat(fetch("/echo", "-I").out())
                .startsWith("HTTP/1.1 200 OK\n")
                .endsWith("\n\n")
                .contains("Content-Length: ");
    }

    // ------------------------------------------------------------------------------------------------------ Output

    @Test
    void whatIsMissingOfAFileIsFetched() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(folder.resolve("file.part"), "Hel");
        Files.writeString(folder.resolve("file.part.tag"), "\"a\"\n" + (server.url("/rest") + "\n").repeat(2));

        CommandRun run = fetch("/rest", "-C", "-", "-o", file.toString(), "-w", "%{http_code} %{size_download}");

        assertThat(run.out()).isEqualTo("206 2");
        assertThat(file).hasContent("Hello");
    }

    @Test
    void aStatusCanBeAFailure() {
        CommandRun run = fetch("/none", "-f", "-w", "%{http_code}");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("404");
        assertThat(run.err()).contains("404 Not Found, which -f takes as a failure");
    }

    @Test
    void variablesAreWritten() {
        CommandRun run = fetch(
                "/to",
                "-L",
                "-w",
                "\\n%{http_code}\\t%{size_download} %{url_effective} %{content_type} %{num_redirects} %{time_total} 1%%");

        String body = run.out().substring(0, run.out().lastIndexOf('\n'));
        assertThat(run.lines().get(body.split("\n", -1).length))
                .startsWith("200\t" + body.length() + " " + server.url("/echo") + " text/plain; charset=utf-8 1 ")
                .matches(".* \\d\\.\\d{6} 1%");
    }

    @Test
    void theCostOfEachRequestIsMeasured() {
        int port = URI.create(server.url("/")).getPort();
        CommandRun run = fetch(
                "/to",
                "-L",
                "-w",
                "\\n%{num_connects} %{remote_ip} %{remote_port} %{local_ip} %{time_appconnect}"
                        + "\\n%{time_namelookup} %{time_connect} %{time_pretransfer} %{time_starttransfer} %{time_total}");

        List<String> lines = run.lines();
        assertThat(lines.get(lines.size() - 2)).isEqualTo("1 127.0.0.1 " + port + " 127.0.0.1 0.000000");
        assertThat(lines.get(lines.size() - 1).split(" "))
                .as("one follows the other")
                .hasSize(5)
                .isSorted();
    }

    @Test
    void jsonHasTheRequestsOfAFetchWithTheirPhases() {
        JsonNode requests =
                JsonMapper.shared().readTree(fetch("/to", "-L", "--json").out()).get("requests");

        assertThat(requests.size()).isEqualTo(2);
        assertThat(requests.get(0).get("url").asString()).isEqualTo(server.url("/to"));
        assertThat(requests.get(0).get("status").asInt()).isEqualTo(302);
        assertThat(requests.get(0).get("phasesMillis").propertyNames())
                .containsExactly("queue", "connect", "send", "wait", "receive");
        assertThat(requests.get(1).get("reused").asBoolean()).isTrue();
        assertThat(requests.get(1).get("phasesMillis").propertyNames())
                .containsExactly("queue", "send", "wait", "receive");
    }

    @Test
    void headsAreLoggedWithoutCredentials() {
        CommandRun run = fetch("/set", "-v", "-u", "ada:secret");

        assertThat(run.out()).isEqualTo("set");
        assertThat(run.err())
                .startsWith("> GET " + server.url("/set") + "\n")
                .contains("> Authorization: (not shown)\n", "< HTTP/1.1 200 OK\n", "< Set-Cookie: (not shown)\n");
    }

    @Test
    void theVersionIsChosenAndTheLogNamesTheStream() {
        assertThat(fetch("/echo", "-v", "--http2-prior-knowledge").err())
                .contains("< HTTP/2.0 200 OK\n", "* stream 1 of the connection from /127.0.0.1:");
        assertThat(fetch("/echo", "-v", "--http2").err())
                .contains("< HTTP/1.1 200 OK\n")
                .doesNotContain("stream");
        assertThat(fetch("/echo", "-v", "--http1.1").err()).contains("< HTTP/1.1 200 OK\n");
    }

    // ---------------------------------------------------------------------------------------------------- Transfer

    @Test
    void aRequestIsRetried() {
        FAILURES.set(1);

        assertThat(fetch("/flaky", "--retry", "2").out()).isEqualTo("at last");
    }

    @Test
    void aBodyIsDecoded() {
        assertThat(fetch("/gzip", "--compressed").out()).isEqualTo("plain");
        assertThat(fetch("/gzip").bytes()).isEqualTo(gzip("plain"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "100k, 102400", "1.5M, 1572864", "2G, 2147483648"})
    void aRateHasAUnit(String text, long bytes) {
        assertThat(new Arguments.Rate().convert(text)).isEqualTo(bytes);
    }

    /** Of 3 KiB at 1 KiB a second, the first is the burst. */
    @Test
    void theRateIsLimited() throws Exception {
        TransferArguments arguments = new TransferArguments();
        new CommandLine(CommandSpec.forAnnotatedObject(arguments)).parseArgs("--limit-rate", "1k");
        Response large = Response.of(Status.OK).withBody(Body.of(new byte[3 * 1_024]));
        try (Simulation simulation = new Simulation(1)) {
            Scheduler loop = simulation.loop("10.0.0.1");
            long began = loop.ticker().nanoTime();
            simulation.runUntil(loop.submit(() -> arguments
                    .inner()
                    .get(0)
                    .filter(Request.get("/"), request -> Future.completed(large))
                    .flatMap(response -> response.body().collect(10_000))));

            assertThat(loop.ticker().nanoTime() - began)
                    .isEqualTo(Duration.ofSeconds(2).toNanos());
        }
    }

    // ------------------------------------------------------------------------------------------------------- Login

    @Test
    void credentialsAreSent() {
        assertThat(fetch("/echo", "-u", "ada:se:cret").out()).contains("Authorization: Basic YWRhOnNlOmNyZXQ=\n");
        assertThat(fetch("/echo", "--oauth2-bearer", "t0ken").out()).contains("Authorization: Bearer t0ken\n");
    }

    // ----------------------------------------------------------------------------------------------------- Cookies

    @Test
    void cookiesAreKeptInAFile() {
        String jar = folder.resolve("jar").toString();

        assertThat(fetch("/set", "-b", jar, "-c", jar).exitCode()).isZero();
        assertThat(fetch("/echo", "-b", jar).out()).contains("Cookie: sid=42\n");
        assertThat(fetch("/echo", "-b", "a=1; b=2").out()).contains("Cookie: a=1; b=2\n");
    }

    // -------------------------------------------------------------------------------------------------- Connection

    @Test
    void aNameHasTheAddressOfTheCommandLine() {
        int port = URI.create(server.url("/")).getPort();

        assertThat(fetch("http://snow.test:" + port + "/echo", "--resolve", "SNOW.test:" + port + ":127.0.0.1,[::1]")
                        .out())
                .contains("Host: snow.test:" + port + "\n");
    }

    @Test
    void aNameIsLookedUpByTheServersOfTheCommandLine() throws Exception {
        int port = URI.create(server.url("/")).getPort();
        DnsZone zone = new DnsZone().address("snow.test", "127.0.0.1");
        try (EventLoopGroup loops = EventLoopGroup.start(1)) {
            EventLoop loop = loops.loops().get(0);
            DnsServer names = loop.submit(
                            () -> Future.completed(new DnsServer(zone).listen(loop, Resolver.address("127.0.0.1", 0))))
                    .await();
            String address = "127.0.0.1:" + names.address().getPort();
            assertThat(fetch("http://snow.test:" + port + "/echo", "--dns-servers", address)
                            .out())
                    .contains("Host: snow.test:" + port + "\n");
            String resolve = "other.test:" + port + ":127.0.0.1";
            assertThat(fetch("http://other.test:" + port + "/echo", "--dns-servers", address, "--resolve", resolve)
                            .out())
                    .contains("Host: other.test:" + port + "\n");
            assertThat(names.asked).hasSize(2).allMatch(question -> question.startsWith("snow.test"));
        }
    }

    @Test
    void aUnixDomainSocket() throws IOException {
        Path socket = folder.resolve("s");
        Server local = Server.of(app()).listen(UnixDomainSocketAddress.of(socket));
        try {
            assertThat(fetch("http://snow.test/echo", "--unix-socket", socket.toString())
                            .out())
                    .contains("Host: snow.test\n");
        } finally {
            local.close();
        }
    }

    @Test
    void theServerIsAskedBeforeTheBody() {
        assertThat(fetch("/echo", "--expect100-timeout", "0.1", "-d", "a").out())
                .contains("Expect: 100-continue\n");
        assertThat(fetch("/echo", "--expect100-timeout", "0.1").out()).doesNotContain("Expect");
    }

    // ---------------------------------------------------------------------------------------------------- Mistakes

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -u ada                                 | it has no colon: write NAME:PASSWORD
            -u :secret                             | it has no name: write NAME:PASSWORD
            --digest                               | --digest has no login: add -u NAME:PASSWORD
            -u a:b --oauth2-bearer c               | exclude each other: give one of them
            -u a:b --basic --digest                | exclude each other: give one of them
            -b nofile                              | cannot read the cookies of -b: there is no file nofile
            -x ftp://a                             | -x is no proxy that can be used: no proxy is known by "ftp"
            -x a --socks5-hostname b               | exclude each other: give one of them
            --socks5-hostname a:x                  | --socks5-hostname is no proxy that can be used: port x
            -F a                                   | -F 'a' is not a field of a form: write NAME=VALUE, or NAME=@FILE
            -F a=@nofile                           | cannot read the body: there is no file nofile
            -T nofile                              | cannot read the body: there is no file nofile
            -T nofile -d a                         | a request has one: give one of them
            -I -d a                                | -I sends HEAD, without a body: leave out -d, -F and -T
            -I -X PUT                              | leave out -X
            -I -o a                                | give one of them
            -C -                                   | -C needs a file to go on with: add -o FILE
            -C 5 -o a                              | -C 5 is not known: write -C -
            -C - -o a -d b                         | leave out -X, -I, -d, -F and -T
            -C - -o a --compressed                 | exclude each other
            --http2 --http1.1                      | exclude each other: give one of them
            --limit-rate fast                      | 'fast' is not a rate from 1 to 1024G bytes a second, such as 500, 100k
            --limit-rate 0                         | '0' is not a rate
            -w %{nope}                             | there is no variable 'nope': take one of content_type, http_code,
            --resolve a:80                         | has not three parts: write HOST:PORT:ADDRESS
            --resolve a:80:127.0.0.1               | is for no URL: none has the host a and the port 80
            --resolve h:80:b                       | 'b' is not an IP address: write one such as 127.0.0.1 or [::1]
            --resolve h:80:::1 --resolve h:80:::1  | --resolve is given twice for h
            --dns-servers a                        | 'a' is not the address of a server: write one such as 127.0.0.1,
            --dns-servers 127.0.0.1:x              | '127.0.0.1:x' is not the address of a server
            --dns-servers ::1,[::1]:99999          | '[::1]:99999' is not the address of a server
            --unix-socket nofile                   | there is no socket nofile
            --unix-socket nofile -x http://a       | exclude each other
            --retry 0                              | '0' is not a whole number from 1
            """)
    void aMistakeIsTold(String options, String message) {
        List<String> messages = new ArrayList<>();
        int exitCode = new CommandLine(new FetchCommand())
                .setParameterExceptionHandler((error, args) -> {
                    messages.add(String.valueOf(error.getMessage()));
                    return 2;
                })
                .execute((options + " http://h/").split(" ", -1));

        assertThat(exitCode).isEqualTo(2);
        assertThat(messages).singleElement().asString().contains(message).doesNotContain("secret");
    }
}
