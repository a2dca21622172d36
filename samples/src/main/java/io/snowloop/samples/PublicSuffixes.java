// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import com.google.common.net.InternetDomainName;
import java.util.function.Predicate;

// region adapter
/** The list of publicsuffix.org, as Guava has it, plugged into {@code CookieJar.Builder.publicSuffixes}. */
public final class PublicSuffixes implements Predicate<String> {
    @Override
    public boolean test(String domain) {
        return InternetDomainName.isValid(domain)
                && InternetDomainName.from(domain).isPublicSuffix();
    }
}
// endregion
