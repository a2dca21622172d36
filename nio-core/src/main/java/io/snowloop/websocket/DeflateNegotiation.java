// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The negotiation of permessage-deflate (RFC 7692 §7.1): the client offers, the server accepts or is silent.
 *
 * <pre>
 * parameter                   in an offer                          in an answer
 * --------------------------  -----------------------------------  --------------------------------
 * server_no_context_takeover  the server must not refer back       it does not
 * client_no_context_takeover  the client will not refer back       the client must not
 * server_max_window_bits=N    the server must not refer further    it does not
 * client_max_window_bits[=N]  the client can limit its references  the client must not refer further
 * </pre>
 *
 * <p>The JDK compresses with the largest window, 15 bits, and no other. So an offer that asks the server for a smaller one is
 * declined, and a client does not offer to limit its own. It decompresses with the largest window, which reads all smaller
 * ones.
 */
final class DeflateNegotiation {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final String LARGEST_WINDOW = "15";

    /** The numbers of bits that a window may have (§7.1.2). */
    private static final Set<String> WINDOWS = Set.of("8", "9", "10", "11", "12", "13", "14", LARGEST_WINDOW);

    private DeflateNegotiation() {}

    /** What a server answers. */
    record Answer(Deflate deflate, String field) {}

    /** The client's offer. */
    static String offer(Deflate willing) {
        return NAME
                + (willing.serverKeepsContext() ? "" : "; " + SERVER_NO_CONTEXT)
                + (willing.clientKeepsContext() ? "" : "; " + CLIENT_NO_CONTEXT);
    }

    /** The server's answer: to the first offer that it can accept (§5.1). Null if there is none. */
    static @Nullable Answer accept(List<Extension> offers, Deflate willing) {
        for (Extension offer : offers) {
            if (offer.name().equals(NAME) && isAcceptable(offer.parameters())) {
                return accept(offer.parameters(), willing);
            }
        }
        return null;
    }

    private static boolean isAcceptable(Map<String, String> parameters) {
        return parameters.entrySet().stream().allMatch(each -> isAcceptable(each.getKey(), each.getValue()));
    }

    private static boolean isAcceptable(String name, String value) {
        return switch (name) {
            case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> value.isEmpty();
            case SERVER_WINDOW -> value.equals(LARGEST_WINDOW);
            case CLIENT_WINDOW -> value.isEmpty() || WINDOWS.contains(value);
            default -> false;
        };
    }

    private static Answer accept(Map<String, String> offered, Deflate willing) {
        Deflate agreed = new Deflate(
                willing.serverKeepsContext() && !offered.containsKey(SERVER_NO_CONTEXT),
                willing.clientKeepsContext() && !offered.containsKey(CLIENT_NO_CONTEXT),
                willing.threshold());
        String window = offered.containsKey(SERVER_WINDOW) ? "; " + SERVER_WINDOW + "=" + LARGEST_WINDOW : "";
        return new Answer(agreed, offer(agreed) + window);
    }

    /**
     * What the server's answer to {@link #offer} means.
     *
     * @throws IllegalArgumentException if it answers what was not offered
     */
    static Deflate agreed(Extension answer, Deflate offered) {
        Map<String, String> parameters = answer.parameters();
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            boolean valid = each.getKey().equals(SERVER_WINDOW)
                    ? WINDOWS.contains(each.getValue())
                    : !each.getKey().equals(CLIENT_WINDOW) && isAcceptable(each.getKey(), each.getValue());
            require(valid, answer);
        }
        boolean serverKeepsContext = !parameters.containsKey(SERVER_NO_CONTEXT);
        require(offered.serverKeepsContext() || !serverKeepsContext, answer);
        return new Deflate(
                serverKeepsContext,
                offered.clientKeepsContext() && !parameters.containsKey(CLIENT_NO_CONTEXT),
                offered.threshold());
    }

    private static void require(boolean condition, Extension answer) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "the server's " + answer.name() + " does not fit the offer: " + answer.parameters());
        }
    }

    static boolean isNameOf(Extension extension) {
        return extension.name().equals(NAME);
    }
}
