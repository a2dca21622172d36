// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.Proxy;
import io.snowloop.client.ProxyChoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments for proxies. They are written over the variables of the environment, so that the rules of both are the same. */
final class ProxyArguments {
    private static final List<String> PROXIES =
            List.of("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");

    @Option(
            names = {"-x", "--proxy"},
            paramLabel = "URL",
            description = "The proxy: http://HOST:PORT, socks5://... or socks4a://...; '' for none"
                    + " (default: of the variables http_proxy, https_proxy and all_proxy).")
    private @Nullable String proxy;

    @Option(
            names = "--socks5-hostname",
            paramLabel = "HOST[:PORT]",
            description = "The same as -x socks5://HOST:PORT. The proxy looks up the names.")
    private @Nullable String socks;

    @Option(
            names = "--proxy-user",
            paramLabel = Login.FORM,
            converter = Login.Converter.class,
            description = "The login at the proxy.")
    private @Nullable Login login;

    @Option(
            names = "--noproxy",
            paramLabel = "HOSTS",
            description = "Use no proxy for these hosts, such as example.org,10.0.0.0/8, or * (default: of no_proxy).")
    private @Nullable String exceptions;

    ProxyArguments() {}

    boolean isGiven() {
        return proxy != null || socks != null;
    }

    ProxyChoice choice(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        if (isGiven()) {
            variables.keySet().removeAll(PROXIES);
            variables.put("all_proxy", checked());
        }
        if (exceptions != null) {
            variables.put("no_proxy", exceptions);
        }
        ProxyChoice choice = ProxyChoice.environment(variables);
        Login known = login;
        return known == null ? choice : (scheme, host, port) -> withLogin(choice.proxyFor(scheme, host, port), known);
    }

    private static @Nullable Proxy withLogin(@Nullable Proxy proxy, Login login) {
        return proxy == null ? null : proxy.withCredentials(login.name(), login.password());
    }

    /** The URL of the proxy. Its own messages speak of the option, not of a variable. */
    private String checked() {
        if (proxy != null && socks != null) {
            throw new IllegalArgumentException("-x and --socks5-hostname exclude each other: give one of them");
        }
        String given = socks != null ? "socks5://" + socks : String.valueOf(proxy);
        if (given.isEmpty()) {
            return given;
        }
        String url = given.contains("://") ? given : "http://" + given;
        try {
            Proxy known = Proxy.of(url);
            if (login != null) {
                Proxy unused = known.withCredentials(login.name(), login.password());
            }
        } catch (IllegalArgumentException e) {
            String option = socks != null ? "--socks5-hostname" : "-x";
            throw new IllegalArgumentException(option + " is no proxy that can be used: " + e.getMessage(), e);
        }
        return url;
    }
}
