// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The choice by variables of the environment, see {@link ProxyChoice#environment}. */
final class EnvironmentProxies implements ProxyChoice {
    private final @Nullable Proxy http;
    private final @Nullable Proxy https;
    private final NoProxy exceptions;

    private EnvironmentProxies(@Nullable Proxy http, @Nullable Proxy https, NoProxy exceptions) {
        this.http = http;
        this.https = https;
        this.exceptions = exceptions;
    }

    static EnvironmentProxies of(Map<String, String> variables) {
        Proxy all = proxy("all_proxy", either(variables, "all_proxy"));
        Proxy http = proxy("http_proxy", variables.getOrDefault("http_proxy", ""));
        Proxy https = proxy("https_proxy", either(variables, "https_proxy"));
        return new EnvironmentProxies(
                http == null ? all : http, https == null ? all : https, new NoProxy(either(variables, "no_proxy")));
    }

    private static String either(Map<String, String> variables, String name) {
        String lower = variables.get(name);
        return lower != null ? lower : variables.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    }

    private static @Nullable Proxy proxy(String name, String value) {
        if (value.isBlank()) {
            return null;
        }
        try {
            String url = value.strip();
            return Proxy.of(url.contains("://") ? url : "http://" + url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the variable " + name + " has no proxy that we can use: " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable Proxy proxyFor(String scheme, String host, int port) {
        Proxy proxy = requireNonNull(scheme, "scheme").equals("https") ? https : http;
        return exceptions.matches(requireNonNull(host, "host")) ? null : proxy;
    }
}
