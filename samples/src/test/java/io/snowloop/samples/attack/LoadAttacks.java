// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import io.snowloop.testing.Frames;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.WebSocketCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What exhausts the memory, the descriptors, the connections or the time of a server. */
final class LoadAttacks {
    private static final int DESCRIPTORS = 60;
    private static final int UPLOADS = 200;
    private static final int SLOW_READERS = 2_000;
    private static final int HTTP2_CLIENTS = 100;
    private static final int LARGE_FIELDS = 15;
    private static final int FORMS = 30;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
    private static final int SOCKETS = 1_000;
    private static final Setup SMALL_HEAP = Setup.DEFAULT.with("-Xmx64m").with("patience", 20_000);

    static final Attack PIPELINING = Attack.of("20 connections pipeline requests without end", LoadAttacks::pipeline);

    private LoadAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(
                Attack.of(UPLOADS + " uploads that lack the last kilobyte", LoadAttacks::upload)
                        .on(SMALL_HEAP),
                Attack.of(SLOW_READERS + " clients that read nothing of an endless stream", LoadAttacks::readNothing)
                        .on(SMALL_HEAP),
                Attack.of(HTTP2_CLIENTS + " clients of HTTP/2 fill each window with uploads", LoadAttacks::fillWindows)
                        .on(SMALL_HEAP),
                Attack.of(
                                HTTP2_CLIENTS + " clients of HTTP/2 open no window for what they ask for",
                                LoadAttacks::openNoWindow)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(
                                HTTP2_CLIENTS + " clients of HTTP/2 open no window for pages",
                                LoadAttacks::openNoWindowForPages)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(
                                SLOW_READERS + " long messages, each with a byte of the next one",
                                LoadAttacks::beginNextMessages)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(SLOW_READERS + " parts of a form with many fields", LoadAttacks::beginParts)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(
                                LARGE_FIELDS + " clients of HTTP/2 send large fields, in a byte each",
                                LoadAttacks::sendLargeFields)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(SLOW_READERS + " clients of HTTP/2 whose fields do not end", LoadAttacks::beginFields)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(SLOW_READERS + " clients of HTTP/2 fill the table with small fields", LoadAttacks::fillTables)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(HTTP2_CLIENTS * 5 + " clients of HTTP/2 begin 100 uploads each", LoadAttacks::beginUploads)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(SLOW_READERS + " heads of nearly 64 KiB that lack their end", LoadAttacks::beginHeads)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(SLOW_READERS + " forms of a file of 60 KB, at once", LoadAttacks::sendFormsAtOnce)
                        .on(SMALL_HEAP.with("patience", 2_000)),
                Attack.of(FORMS + " forms of many small files that lack their end", LoadAttacks::sendForms)
                        .on(SMALL_HEAP),
                Attack.of(
                                SLOW_READERS + " clients that read nothing of a compressed stream",
                                LoadAttacks::readNothingCoded)
                        .on(SMALL_HEAP),
                Attack.of(SOCKETS + " clients with compressed messages that become large", LoadAttacks::sendMessages)
                        .on(SMALL_HEAP),
                Attack.of("no descriptor is left", LoadAttacks::takeDescriptors)
                        .on(Setup.DEFAULT.withDescriptors(DESCRIPTORS).with("patience", 20_000)),
                Attack.of("all connections are taken", LoadAttacks::takeConnections)
                        .on(Setup.DEFAULT.with("maxConnections", 20)),
                PIPELINING);
    }

    private static void upload(Target target) throws Exception {
        byte[] upload = new byte[999_100];
        byte[] head = "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n".getBytes(US_ASCII);
        System.arraycopy(head, 0, upload, 0, head.length);
        try (Swarm swarm = Swarm.thatSends(target, UPLOADS, upload)) {
            target.assertAnswers();
        }
    }

    private static void readNothing(Target target) throws Exception {
        byte[] request = "GET /endless HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII);
        try (Swarm swarm = Swarm.thatSends(target, SLOW_READERS, request)) {
            target.assertAnswers();
        }
    }

    /** Three frames of 10,000 bytes without END_HEADERS. */
    private static void beginFields(Target target) throws Exception {
        String frame = "\0\u0027\u0010%s\0\0\0\0\1" + "x".repeat(10_000);
        String fields = frame.formatted("\1") + frame.formatted("\t").repeat(2);
        try (Swarm swarm = Swarm.thatSends(target, SLOW_READERS, (PREFACE + fields).getBytes(ISO_8859_1))) {
            target.assertAnswers();
        }
    }

    /** Each field has 34 bytes in RFC 7541, and is several objects. */
    private static void fillTables(Target target) throws Exception {
        String fields = "\u0082\u0086\u0084\1\1a" + "\u0040\1b\1x".repeat(120); // GET http / of a, and b: x
        String request = "\0\2\u005e\1\5\0\0\0\1" + fields;
        try (Swarm swarm = Swarm.thatSends(target, SLOW_READERS, (PREFACE + request).getBytes(ISO_8859_1))) {
            target.assertAnswers();
        }
    }

    /** Of each stream 2 KiB of objects: 100 MB in all. */
    private static void beginUploads(Target target) throws Exception {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 200; stream += 2) {
            Http2Attacks.post(stream, frames, "content-length", "2").data(stream, 0, "x");
        }
        try (Swarm swarm = Swarm.thatSends(target, HTTP2_CLIENTS * 5, frames.toBytes())) {
            target.assertAnswers();
        }
    }

    /** 126 MB in all, of lines that are complete. */
    private static void beginHeads(Target target) throws Exception {
        String head = "GET /plaintext HTTP/1.1\r\nHost: a\r\n" + ("A: " + "x".repeat(7_000) + "\r\n").repeat(9);
        try (Swarm swarm = Swarm.thatSends(target, SLOW_READERS, head.getBytes(US_ASCII))) {
            target.assertAnswers();
        }
    }

    /** Of each the memory of 99 files is less than that of which one goes to the disk: 190 MB in all. */
    private static void sendForms(Target target) throws Exception {
        String form = ("--b\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n" + "x".repeat(64_000)
                        + "\r\n")
                .repeat(99);
        String head =
                "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                        + (form.length() + 1_000) + "\r\n\r\n";
        try (Swarm swarm = Swarm.thatSends(target, FORMS, (head + form).getBytes(US_ASCII))) {
            target.assertAnswers();
        }
    }

    private static void sendFormsAtOnce(Target target) throws Exception {
        String form =
                "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n" + "x".repeat(60_000);
        try (Swarm swarm = Swarm.thatSendsAtOnce(target, SLOW_READERS, form.getBytes(US_ASCII))) {
            target.assertAnswers();
        }
    }

    private static void readNothingCoded(Target target) throws Exception {
        byte[] request =
                "GET /compressed/random HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n".getBytes(US_ASCII);
        try (Swarm swarm = Swarm.thatSends(target, SLOW_READERS, request)) {
            target.assertAnswers();
        }
    }

    /** 100 kB in a hundred bytes, which come back as few; then 60 kB that become nothing, of a message that does not end. */
    private static void sendMessages(Target target) throws Exception {
        ByteQueue bytes = new ByteQueue();
        bytes.append(("GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                .getBytes(US_ASCII));
        new WebSocketCodec(Role.CLIENT, MessageLimits.DEFAULT, new Random(1), Deflate.WITH_CONTEXT)
                .sendBinary(ByteBuffer.allocate(100_000), bytes);
        bytes.append(
                new byte[] {0x42, (byte) 0xFE, (byte) 0xEA, 0x60, 0, 0, 0, 0}); // not the last; 60,000 bytes; no mask
        for (int i = 0; i < 12_000; i++) {
            bytes.append(new byte[] {0, 0, 0, (byte) 0xFF, (byte) 0xFF}); // a block without bytes
        }
        byte[] all = new byte[bytes.size()];
        bytes.peek().get(all);
        try (Swarm swarm = Swarm.thatSends(target, SOCKETS, all)) {
            target.assertAnswers();
        }
    }

    /** 60 kB on each of as many streams as the connection's window has room for: 96 MB in all. */
    private static void fillWindows(Target target) throws Exception {
        Frames frames = Frames.client();
        for (int stream = 1; stream < 32; stream += 2) {
            Http2Attacks.post(stream, frames, "content-length", "100000");
            for (int i = 0; i < 4; i++) {
                frames.data(stream, 0, "x".repeat(15_000));
            }
        }
        try (Swarm swarm = Swarm.thatSends(target, HTTP2_CLIENTS, frames.toBytes())) {
            target.assertAnswers();
        }
    }

    /** For a piece of 64 KiB of each response: 640 MB in all. */
    private static void openNoWindow(Target target) throws Exception {
        byte[] requests = Http2SlowAttacks.withoutWindows("/endless").toBytes();
        try (Swarm swarm = Swarm.thatSends(target, HTTP2_CLIENTS, requests)) {
            target.assertAnswers();
        }
    }

    /** A page of 30 kB for each of 100 requests, which a view has made for it: 300 MB in all. */
    private static void openNoWindowForPages(Target target) throws Exception {
        byte[] requests = Http2SlowAttacks.withoutWindows("/page").toBytes();
        try (Swarm swarm = Swarm.thatSends(target, HTTP2_CLIENTS, requests)) {
            target.assertAnswers();
        }
    }

    /** The array of the first message would be that of the second: 120 MB in all. */
    private static void beginNextMessages(Target target) throws Exception {
        String opening = "GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        String messages = "\u0082\u00fe\u00ea\u0060\0\0\0\0" + "y".repeat(60_000) + "\2\u0081\0\0\0\0y";
        try (Swarm swarm = Swarm.thatSends(target, SLOW_READERS, (opening + messages).getBytes(ISO_8859_1))) {
            target.assertAnswers();
        }
    }

    /** Each field of 4 bytes is several objects: 150 MB in all. */
    private static void beginParts(Target target) throws Exception {
        String form =
                "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=a\r\n" + "b:\r\n".repeat(900);
        try (Swarm swarm = Swarm.thatSends(target, SLOW_READERS, form.getBytes(US_ASCII))) {
            target.assertAnswers();
        }
    }

    /** A cookie of 60 kB in each of 100 requests, 90 MB in all; but they are references to one that is sent once. */
    private static void sendLargeFields(Target target) throws Exception {
        String request =
                Frames.latin1(Frames.block(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/never"));
        Frames frames = Frames.client();
        for (int stream = 1; stream < 200; stream += 2) {
            String cookie =
                    stream == 1 ? "\u0060\u007f\u00a1\u001e" + "y".repeat(4_000) : ""; // the name has the index 32
            frames.frame(1, Frames.END_STREAM | Frames.END_HEADERS, stream, request + cookie + "\u00be".repeat(14));
        }
        try (Swarm swarm = Swarm.thatSends(target, LARGE_FIELDS, frames.toBytes())) {
            for (int i = 0; i < 20; i++) { // a connection has one such request in a turn
                target.assertAnswers();
            }
        }
    }

    /** The kernel takes more connections than the process has descriptors for: the last ones wait in the backlog. */
    private static void takeDescriptors(Target target) throws Exception {
        target.get("/throws"); // the logger is loaded; a server does that by itself within seconds
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * DESCRIPTORS; i++) {
                clients.add(target.connect().send(Target.GET));
            }
            for (int i = 0; i < 100; i++) { // each answer is another turn of the loop, which tries to accept
                assertThat(clients.get(0).read(1)).isNotEmpty();
                clients.get(0).send(Target.GET);
            }
        } finally {
            close(clients);
        }
        target.assertAnswers();
        assertThat(target.log().lines().filter(line -> line.contains("ulimit -n")))
                .hasSize(1);
    }

    private static void takeConnections(Target target) throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(target.connect());
        }
        close(clients);
    }

    private static void close(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }

    private static void pipeline(Target target) throws Exception {
        byte[] requests =
                "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3_000).getBytes(US_ASCII);
        try (Swarm swarm = Swarm.thatFloods(target, 20, requests)) {
            for (int i = 0; i < 10; i++) {
                target.assertAnswers();
            }
        }
    }
}
