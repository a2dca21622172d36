// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A name with its password. The password is in no message. */
record Login(String name, String password) {
    static final String FORM = "NAME:PASSWORD";

    @Override
    public String toString() {
        return "Login[" + name + "]";
    }

    /** Of an argument. The name ends at the first colon. */
    static final class Converter implements ITypeConverter<Login> {
        @Override
        public Login convert(String value) {
            int colon = value.indexOf(':');
            if (colon < 1) {
                throw new TypeConversionException(
                        (colon < 0 ? "it has no colon" : "it has no name") + ": write " + FORM);
            }
            return new Login(value.substring(0, colon), value.substring(colon + 1));
        }
    }
}
