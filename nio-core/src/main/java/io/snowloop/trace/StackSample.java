// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.util.List;

/**
 * The stack of the loop's thread at one moment while a callback ran. It says nothing of the time before and after it.
 *
 * @param number the number of the record with which the callback began
 * @param frames the stack, the innermost frame first
 */
public record StackSample(long number, List<StackTraceElement> frames) {
    /** Copies the list. */
    public StackSample {
        frames = List.copyOf(frames);
    }

    /** The place in short: the innermost frame that is not the JDK's. */
    static String place(List<StackTraceElement> frames) {
        StackTraceElement frame = frames.stream()
                .filter(each -> !isOfTheJdk(each.getClassName()))
                .findFirst()
                .orElse(frames.get(0));
        String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber() + ")";
    }

    private static boolean isOfTheJdk(String type) {
        return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
    }
}
