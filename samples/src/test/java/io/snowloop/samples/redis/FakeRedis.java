// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.loop.Scheduler;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server with a few commands, for the simulator. A command is a list of bulk strings, so one reader serves both ends. */
public final class FakeRedis {
    public final Map<String, String> values = new HashMap<>();

    /** When keys that were set with PX are gone, in nanoseconds. */
    private final Map<String, Long> ends = new HashMap<>();

    /** What EVAL has added to streams: it knows the scripts of {@link RedisBroadcast} and {@link RedisSessionStore}. */
    private final Map<String, List<String>> streams = new HashMap<>();

    public final List<String> calls = new ArrayList<>();
    public final List<Transport> connections = new ArrayList<>();
    private final Map<String, List<Transport>> subscribers = new LinkedHashMap<>();
    private final Scheduler loop;
    private final InetSocketAddress address;
    private @Nullable Acceptor acceptor;
    private boolean paused;

    /** Asked first; null for what the server itself says. */
    public Function<List<String>, @Nullable String> script = words -> null;

    /** What a command takes of the one thread for all connections, in nanoseconds. */
    public ToLongFunction<List<String>> cost = words -> 0;

    private final BusyThread thread;

    /** A server that is not started. */
    public FakeRedis(Scheduler loop, InetSocketAddress address) {
        this.loop = loop;
        this.address = address;
        this.thread = new BusyThread(loop);
    }

    /** Listens. */
    public FakeRedis start() throws IOException {
        acceptor = Acceptor.listen(loop, address, 50, () -> new Session());
        return this;
    }

    /** Where it listens, since it was started. */
    public InetSocketAddress address() {
        return acceptor == null ? address : (InetSocketAddress) acceptor.address();
    }

    /** Takes no more connections, and ends those it has. */
    public void stop() {
        if (acceptor != null) {
            acceptor.close();
        }
        lose();
    }

    /** Ends all connections, and takes new ones. */
    public void lose() {
        List.copyOf(connections).forEach(Transport::abort);
    }

    /** Answers nothing from now on, as a container that is paused: its kernel still takes connections, and what they send. */
    public void pause() {
        paused = true;
        List.copyOf(connections).forEach(Transport::pauseReading);
    }

    /** Answers what has come meanwhile. */
    public void resume() {
        paused = false;
        List.copyOf(connections).forEach(Transport::resumeReading);
    }

    /** What is in a stream. */
    public List<String> stream(String key) {
        return streams.getOrDefault(key, List.of());
    }

    private static String bulk(@Nullable String text) {
        return text == null ? "_\r\n" : "$" + text.getBytes(UTF_8).length + "\r\n" + text + "\r\n";
    }

    private final class Session implements Protocol {
        private final RespReader reader = new RespReader(1 << 20);
        private Transport transport;

        @Override
        public void connected(Transport transport) {
            this.transport = transport;
            connections.add(transport);
            if (paused) {
                transport.pauseReading();
            }
        }

        @Override
        public void received(ByteBuffer bytes) {
            reader.feed(bytes);
            try {
                for (RespValue value = reader.next(); value != null; value = reader.next()) {
                    List<String> words =
                            value.items().stream().map(RespValue::text).toList();
                    calls.add(String.join(" ", words));
                    String scripted = script.apply(words);
                    String answer = scripted == null ? answer(words) : scripted;
                    thread.run(cost.applyAsLong(words), () -> transport.write(UTF_8.encode(answer)));
                }
            } catch (RespException e) {
                transport.abort();
            }
        }

        private void expire(String key, String millis) {
            ends.put(key, loop.ticker().nanoTime() + Long.parseLong(millis) * 1_000_000);
        }

        /** What the script of {@link RedisSessionStore} does. */
        private String updateSession(String key, String millis, String set, List<String> removed) {
            String found = values.get(key);
            if (found == null) {
                return ":0\r\n";
            }
            ObjectNode session = (ObjectNode) JsonMapper.shared().readTree(found);
            ObjectNode all = (ObjectNode) session.get("values");
            all.setAll((ObjectNode) JsonMapper.shared().readTree(set).get("values"));
            all.remove(removed);
            values.put(key, session.toString());
            expire(key, millis);
            return ":1\r\n";
        }

        private String answer(List<String> words) {
            ends.entrySet().stream()
                    .filter(end -> end.getValue() - loop.ticker().nanoTime() <= 0)
                    .forEach(end -> values.remove(end.getKey()));
            return switch (words.get(0)) {
                case "HELLO" -> "%1\r\n+proto\r\n:3\r\n";
                case "PING" -> "+PONG\r\n";
                case "SELECT", "ASKING" -> "+OK\r\n";
                case "GET" -> bulk(values.get(words.get(1)));
                case "SET" -> {
                    if (words.contains("XX") && !values.containsKey(words.get(1))) {
                        yield bulk(null);
                    }
                    values.put(words.get(1), words.get(2));
                    ends.remove(words.get(1));
                    if (words.contains("PX")) {
                        expire(words.get(1), words.get(4));
                    }
                    yield "+OK\r\n";
                }
                case "DEL" -> ":" + (values.remove(words.get(1)) == null ? 0 : 1) + "\r\n";
                case "GETDEL" -> bulk(values.remove(words.get(1)));
                case "PEXPIRE" -> {
                    expire(words.get(1), words.get(2));
                    yield ":" + (values.containsKey(words.get(1)) ? 1 : 0) + "\r\n";
                }
                case "EVAL" -> {
                    if (words.get(1).equals(RedisSessionStore.UPDATE)) {
                        yield updateSession(words.get(3), words.get(4), words.get(5), words.subList(6, words.size()));
                    }
                    streams.computeIfAbsent(words.get(3), key -> new ArrayList<>())
                            .add(words.get(5));
                    yield answer(List.of("PUBLISH", words.get(3), ""));
                }
                case "XRANGE" -> {
                    List<String> stream = streams.getOrDefault(words.get(1), List.of());
                    int from = Integer.parseInt(words.get(2).substring(1));
                    List<String> found =
                            stream.subList(from, Math.min(stream.size(), from + Integer.parseInt(words.get(5))));
                    StringBuilder answer = new StringBuilder("*" + found.size() + "\r\n");
                    for (int i = 0; i < found.size(); i++) {
                        answer.append(
                                "*2\r\n" + bulk("" + (from + i + 1)) + "*2\r\n" + bulk("message") + bulk(found.get(i)));
                    }
                    yield answer.toString();
                }
                case "INCRBY" ->
                    ":"
                            + values.merge(
                                    words.get(1), words.get(2), (a, b) -> "" + (Long.parseLong(a) + Long.parseLong(b)))
                            + "\r\n";
                case "PUBLISH" -> {
                    List<Transport> receivers = subscribers.getOrDefault(words.get(1), List.of());
                    receivers.forEach(each ->
                            each.write(UTF_8.encode(">3\r\n+message\r\n" + bulk(words.get(1)) + bulk(words.get(2)))));
                    yield ":" + receivers.size() + "\r\n";
                }
                case "SUBSCRIBE" -> {
                    StringBuilder answer = new StringBuilder();
                    for (int i = 1; i < words.size(); i++) {
                        subscribers
                                .computeIfAbsent(words.get(i), channel -> new ArrayList<>())
                                .add(transport);
                        answer.append(">3\r\n+subscribe\r\n")
                                .append(bulk(words.get(i)))
                                .append(":" + i + "\r\n");
                    }
                    yield answer.toString();
                }
                case "NEVER" -> "";
                default -> "-ERR unknown command\r\n";
            };
        }

        @Override
        public void ended() {
            transport.close();
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            connections.remove(transport);
            subscribers.values().forEach(each -> each.remove(transport));
        }
    }
}
