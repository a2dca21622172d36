// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.dns.message.Finding;
import io.snowloop.dns.message.MalformedMessageException;
import io.snowloop.dns.message.Query;
import io.snowloop.dns.message.Question;
import io.snowloop.dns.message.Reply;
import io.snowloop.dns.message.ResponseCode;
import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Asks one server after the other, until one knows. */
final class ServerSearch {
    /** How often a question is asked again for the name that an alias leads to. A server that looks names up does so itself. */
    private static final int MAX_REDIRECTS = 8;

    private final Scheduler loop;
    private final ResolvConf conf;
    private final RandomGenerator random;
    private final int first;

    /**
     * For one look-up.
     *
     * @param first the number of the server that is asked first
     */
    ServerSearch(Scheduler loop, ResolvConf conf, RandomGenerator random, int first) {
        this.loop = loop;
        this.conf = conf;
        this.random = random;
        this.first = first;
    }

    /** What a server knows: addresses, or that there are none. Fails if none answers; its message has the reason of each server. */
    Future<Finding> ask(Question question) {
        return ask(question, MAX_REDIRECTS, Long.MAX_VALUE);
    }

    private Future<Finding> ask(Question question, int redirects, long ttl) {
        return new Round(question).next().flatMap(finding -> {
            long least = Math.min(ttl, finding.ttl());
            if (finding instanceof Finding.Elsewhere alias) {
                return redirects == 0
                        ? Future.failed(new IOException("the aliases of " + question.name() + " have no end"))
                        : ask(new Question(alias.target(), question.type()), redirects - 1, least);
            }
            return Future.completed(finding.until(least));
        });
    }

    /** One question to the servers. Each is asked {@code attempts} times at most, none twice before all were asked once. */
    private final class Round {
        private final Question question;
        private final Set<String> reasons = new LinkedHashSet<>();
        private int asked;

        Round(Question question) {
            this.question = question;
        }

        Future<Finding> next() {
            int servers = conf.servers().size();
            if (asked == servers * conf.attempts()) {
                return Future.failed(new IOException("cannot look up " + question + ": " + String.join("; ", reasons)));
            }
            InetSocketAddress server = conf.servers().get(Math.floorMod(first + asked++, servers));
            return ask(server, true).transform(outcome -> {
                if (outcome.error() instanceof IOException e) {
                    String what = e instanceof MalformedMessageException ? " sent a malformed answer: " : " ";
                    reasons.add(describe(server) + what + e.getMessage());
                    return next();
                }
                return outcome; // or cancelled
            });
        }

        private Future<Finding> ask(InetSocketAddress server, boolean edns) {
            return send(server, edns).flatMap(reply -> {
                if (edns && reply.refusesEdns()) { // RFC 6891 §6.2.2: once more without
                    return ask(server, false);
                }
                try {
                    Finding finding = reply.isTruncated() ? null : reply.finding(question);
                    return finding != null ? Future.completed(finding) : Future.failed(new IOException(refusal(reply)));
                } catch (MalformedMessageException e) {
                    return Future.failed(e);
                }
            });
        }

        private Future<Reply> send(InetSocketAddress server, boolean edns) {
            if (conf.tcp()) {
                return TcpQuery.send(loop, server, query(edns), conf.timeout());
            }
            return UdpQuery.send(loop, server, query(edns), conf.timeout())
                    .flatMap(reply -> reply.isTruncated() // RFC 7766 §5
                            ? TcpQuery.send(loop, server, query(edns), conf.timeout())
                            : Future.completed(reply));
        }

        private Query query(boolean edns) {
            return new Query(random.nextInt(1 << 16), question, edns); // RFC 5452 §9.2: an id that no one can guess
        }
    }

    private static String refusal(Reply reply) {
        if (reply.isTruncated()) {
            return "answered with a part of the records, even over TCP";
        }
        return reply.code() == 0
                ? "does not know, and does not look it up elsewhere"
                : "answered " + ResponseCode.name(reply.code());
    }

    /** Such as 10.0.0.1:53 and [::1]:53. */
    static String describe(InetSocketAddress server) {
        String address = server.getAddress().getHostAddress();
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + server.getPort();
    }
}
