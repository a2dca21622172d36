package io.snowloop.trace;

import java.util.List;

/**
 * What a thread was doing at one moment while a callback ran. It may have done other things before and after; it is a
 * sample.
 *
 * @param number of the record with which the callback began
 * @param frames the innermost first
 */
public record StackSample(long number, List<StackTraceElement> frames) {
    /** Keeps a copy of the list. */
    public StackSample {
        frames = List.copyOf(frames);
    }

    /** Where the thread was, in short: the first frame that is not the JDK's. */
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
