// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.sim.Intervention;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Interventions as the command line has them.
 * @param interventions what is changed in a run
 */
public record WhatIf(List<Intervention> interventions) {
    /** Nothing is changed. */
    public static final WhatIf NOTHING = new WhatIf(List.of());

    /** The text that it was read from, or one that means the same. */
    @Override
    public String toString() {
        return String.join(",", interventions.stream().map(Object::toString).toList());
    }

    /** For the command line. */
    public static final class Converter implements ITypeConverter<WhatIf> {
        @Override
        public WhatIf convert(String value) {
            try {
                return new WhatIf(Intervention.parse(value));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
