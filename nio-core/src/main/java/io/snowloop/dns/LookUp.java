// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.dns.message.DomainName;
import io.snowloop.dns.message.Finding;
import io.snowloop.dns.message.Question;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The look-up of a host: of the names that it may mean, one after the other, until one has addresses. IPv6 and IPv4 are asked for at the
 * same time; when one of them has addresses, the other has {@link DnsOptions#resolutionDelay} more.
 *
 * <p>The next name is looked up only if the one before is known to have no addresses. If no server says so, the look-up fails: else a
 * host would mean another machine while the network is bad.
 */
final class LookUp {
    private final Scheduler loop;
    private final String host;
    private final DnsOptions options;
    private final ServerSearch servers;
    private final List<DomainName> names;

    /** Why the names so far have no addresses. */
    private final List<String> reasons = new ArrayList<>();

    /** For how many seconds all that holds. */
    private long ttl = Integer.MAX_VALUE;

    LookUp(Scheduler loop, String host, DnsOptions options, ServerSearch servers) {
        this.loop = loop;
        this.host = host;
        this.options = options;
        this.servers = servers;
        this.names = SearchList.names(host, options.conf());
    }

    /** What there is to know of the host; fails if no server knows. To cancel it closes the sockets. */
    Future<Known> start() {
        return from(0);
    }

    private Future<Known> from(int index) {
        if (index == names.size()) {
            return Future.completed(new Known(Future.failed(unknown()), ttl));
        }
        DomainName name = names.get(index);
        List<Future<Finding>> questions =
                List.of(servers.ask(new Question(name, Question.AAAA)), servers.ask(new Question(name, Question.A)));
        return settled(questions).flatMap(found -> {
            List<InetAddress> addresses = addresses(found);
            found.stream().map(Completed::value).forEach(finding -> holds(finding, !addresses.isEmpty()));
            List<Throwable> errors = found.stream()
                    .filter(Future::isFailed)
                    .map(Completed::error)
                    .toList();
            if (!addresses.isEmpty()) { // those of one version are better than none, but may not be all
                long seconds = errors.isEmpty() ? ttl : Known.NOT_REMEMBERED;
                return Future.completed(new Known(Future.completed(addresses), seconds));
            }
            if (!errors.isEmpty()) {
                errors.stream().skip(1).forEach(errors.get(0)::addSuppressed);
                return Future.failed(errors.get(0));
            }
            reasons.add(name + reason(found));
            return from(index + 1);
        });
    }

    /** All of them; if one has addresses, the others have a short time from then on (RFC 8305 §3), and are cancelled. */
    private Future<List<Completed<Finding>>> settled(List<Future<Finding>> questions) {
        Future<List<Completed<Finding>>> all = Future.allSettled(loop, questions);
        for (Future<Finding> question : questions) {
            question.onComplete((finding, error) -> {
                if (finding instanceof Finding.Addresses) {
                    Timer timer = loop.schedule(options.resolutionDelay(), () -> questions.forEach(Future::cancel));
                    all.onDone(timer::cancel);
                }
            });
        }
        return all;
    }

    /** @param found whether there are addresses: how long others are missing says nothing of them if it is not known */
    private void holds(@Nullable Finding finding, boolean found) {
        if (finding != null && !(found && finding.ttl() == Finding.UNKNOWN_TTL)) {
            ttl = Math.min(ttl, Math.max(0, finding.ttl()));
        }
    }

    /** IPv6 first: RFC 6724 §2.1 prefers it, and a connector tries the families in turn (RFC 8305 §4). Else in the order of the answer. */
    private List<InetAddress> addresses(List<Completed<Finding>> found) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Completed<Finding> finding : found) {
            if (finding.value() instanceof Finding.Addresses some) {
                some.addresses().forEach(bytes -> addresses.add(address(bytes)));
            }
        }
        return List.copyOf(addresses);
    }

    /** With the host that was asked for: to print the name of an address without one is a look-up that blocks. */
    private InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(host, bytes);
        } catch (UnknownHostException e) { // for other lengths than 4 and 16
            throw new AssertionError(e);
        }
    }

    /** RFC 8020: a name that does not exist does so for both types. A server that says no for one and yes for the other is wrong once. */
    private static String reason(List<Completed<Finding>> found) {
        boolean unknown = found.stream()
                .map(Completed::value)
                .allMatch(finding -> finding instanceof Finding.Missing missing && missing.unknownName());
        return unknown ? " does not exist" : " has no addresses";
    }

    private UnknownHostException unknown() {
        String asked = options.servers().stream().map(ServerSearch::describe).collect(Collectors.joining(", "));
        return new UnknownHostException("unknown host: " + host + ": "
                + (names.isEmpty()
                        ? "a name has up to 253 characters, and its labels 1 to 63"
                        : String.join(", ", reasons))
                + " (asked: " + asked + ")");
    }
}
