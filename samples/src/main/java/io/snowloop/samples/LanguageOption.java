// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option of commands that show texts of which there is a translation. */
public final class LanguageOption {
    @Option(
            names = "--lang",
            paramLabel = "LANG",
            scope = ScopeType.INHERIT,
            converter = Language.Converter.class,
            description = "The language of the texts: en or zh (default: that of LANG, as in zh_CN.UTF-8).")
    private @Nullable Language language;

    /** None was given. */
    public LanguageOption() {}

    /** The language that was asked for, or that of the user. */
    public Language language() {
        return language == null ? Language.ofUser() : language;
    }
}
