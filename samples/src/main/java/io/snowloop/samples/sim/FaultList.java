// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import io.snowloop.sim.Faults;
import java.util.Random;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Faults as the command line has them: {@code segments=1,short-writes=0.7,latency=20ms}. The names are those of {@link
 * Faults}, with hyphens.
 *
 * @param text as they were written
 * @param of the faults; those of {@code benign} and {@code hostile} follow from the random numbers
 */
record FaultList(String text, Function<Random, Faults> of) {
    /**
     * What may happen to any connection at any time and ends none. But the buffers are not small: two ends that both
     * write before they read would wait for each other. And a ready key is ready: a first program has other bugs.
     */
    static final FaultList DEFAULT = new FaultList(
            "benign", random -> Faults.benign(random).buffers(64 * 1024).spuriousReady(0));

    static FaultList parse(String text) {
        return switch (text) {
            case "none" -> new FaultList(text, random -> Faults.NONE);
            case "benign" -> DEFAULT;
            case "hostile" ->
                new FaultList(text, random -> Faults.hostile(random).buffers(64 * 1024));
            default -> {
                Faults faults = list(text);
                yield new FaultList(text, random -> faults);
            }
        };
    }

    private static Faults list(String text) {
        try {
            return Faults.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage() + "; or none, benign, hostile");
        }
    }

    /** For the command line. */
    static final class Converter implements ITypeConverter<FaultList> {
        @Override
        public FaultList convert(String value) {
            return parse(value);
        }
    }
}
