// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.http.syntax.Printable;
import io.snowloop.http.syntax.UriHost;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Whether a certificate is for a host (RFC 9525 §6).
 *
 * <p>The JDK's engine checks this, too, and earlier in the handshake. But it accepts more: the common name, if the
 * certificate has no DNS name, and a wildcard that is a part of a label, or not the first one. RFC 9525 forbids these: a
 * common name is free text, which no authority checks to be the name of a host.
 */
final class ServerIdentity {
    /** {@code GeneralName} of RFC 5280 §4.2.1.6. */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private ServerIdentity() {}

    /**
     * Checks a certificate.
     *
     * @param host a name without a dot at its end, or an IP address without brackets
     * @throws SSLPeerUnverifiedException if no subjectAltName of the certificate is this host
     */
    static void verify(String host, X509Certificate certificate) throws SSLPeerUnverifiedException {
        Collection<List<?>> names = names(certificate);
        byte[] address = UriHost.address(host);
        boolean matches = address != null
                ? names.stream().anyMatch(name -> isAddress(name, address))
                : UriHost.isName(host) && names.stream().anyMatch(name -> isName(name, host));
        if (!matches) {
            throw new SSLPeerUnverifiedException(
                    "the certificate is not for " + Printable.quote(host) + ", but for " + describe(names));
        }
    }

    private static Collection<List<?>> names(X509Certificate certificate) throws SSLPeerUnverifiedException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            SSLPeerUnverifiedException unreadable = new SSLPeerUnverifiedException(
                    "the certificate's subjectAltNames cannot be read: " + e.getMessage());
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    /** RFC 9525 §6.4: as bytes, and never by a DNS name that looks like an address. */
    private static boolean isAddress(List<?> name, byte[] address) {
        return isOfType(name, IP_ADDRESS) && Arrays.equals(UriHost.address(text(name)), address);
    }

    private static boolean isName(List<?> name, String host) {
        return isOfType(name, DNS_NAME) && matches(text(name), host);
    }

    /** RFC 9525 §6.3: a wildcard is the whole first label, and stands for one label. */
    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equalsIgnoreCase(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && pattern.substring(1).equalsIgnoreCase(host.substring(dot));
    }

    private static boolean isOfType(List<?> name, int type) {
        return Objects.equals(name.get(0), type);
    }

    private static String text(List<?> name) {
        return String.valueOf(name.get(1));
    }

    private static String describe(Collection<List<?>> names) {
        String described = names.stream()
                .filter(name -> isOfType(name, DNS_NAME) || isOfType(name, IP_ADDRESS))
                .limit(5)
                .map(name -> Printable.quote(text(name)))
                .collect(Collectors.joining(", "));
        return described.isEmpty()
                ? "no host at all: it has no subjectAltName that is one, and its common name does not count (RFC 9525)"
                : described;
    }
}
