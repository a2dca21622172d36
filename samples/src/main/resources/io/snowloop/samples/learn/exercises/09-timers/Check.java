// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Timers of random times, and the cases that are easily missed. */
class Check implements Examiner {
    private static final long MILLI = 1_000_000;

    private final List<String> fired = new ArrayList<>();

    @Override
    public void examine(Exam exam) {
        sleeping(exam);
        order(exam);
        cancelling(exam);
        settingMore(exam);
    }

    private static void sleeping(Exam exam) {
        Timers timers = new Timers();
        long none = timers.millisToNext(0);
        exam.explain(
                "none", none == -1, "without a timer a loop may sleep for any time, and millisToNext says " + none);
        timers.at(10 * MILLI + 500_000, () -> {});
        long rounded = timers.millisToNext(0);
        exam.check("rounded", rounded == 11, "a timer is due in 10.5 ms, and millisToNext says " + rounded);
        long exact = timers.millisToNext(500_000);
        exam.explain("exact", exact == 10, "a timer is due in 10 ms, and millisToNext says " + exact);
        long late = timers.millisToNext(20 * MILLI);
        exam.check("late", late == 0, "a timer is due, and millisToNext says " + late);
        timers.at(5 * MILLI, () -> {});
        long next = timers.millisToNext(0);
        exam.check("next", next == 5, "timers are due in 10.5 and in 5 ms, and millisToNext says " + next);
    }

    private void order(Exam exam) {
        Timers timers = new Timers();
        List<Integer> times = new ArrayList<>(List.of(1, 2, 3, 4, 5, 9));
        Collections.shuffle(times, exam.random());
        times.forEach(time -> timers.at(time * MILLI, () -> fired.add("" + time)));
        fire(timers, 5);
        exam.explain("due", !fired.contains("9"), "a timer has fired that is not due: " + fired);
        exam.check(
                "sorted",
                fired.equals(List.of("1", "2", "3", "4", "5")),
                "timers of 1 to 5 ms have fired in the order " + fired);
        fire(timers, 8);
        exam.explain("once", fired.isEmpty(), "a timer has fired twice");
        for (char name = 'a'; name <= 'h'; name++) {
            String text = "" + name;
            timers.at(8 * MILLI, () -> fired.add(text));
        }
        timers.fire(8 * MILLI);
        String same = String.join("", fired);
        exam.check("same", same.equals("abcdefgh"), "timers of the same time, set as abcdefgh, have fired as " + same);
    }

    private void cancelling(Exam exam) {
        Timers timers = new Timers();
        timers.at(MILLI, () -> fired.add("cancelled")).cancel();
        fire(timers, 1);
        exam.explain("cancelled", fired.isEmpty(), "a timer has fired that was cancelled");
        timers.at(MILLI, () -> {}).cancel();
        long wait = timers.millisToNext(0);
        exam.check("sleeps", wait == -1, "the only timer is cancelled, and millisToNext says " + wait);
        Timer[] second = new Timer[1];
        timers.at(2 * MILLI, () -> second[0].cancel());
        second[0] = timers.at(3 * MILLI, () -> fired.add("second"));
        fire(timers, 5);
        exam.check("by another", fired.isEmpty(), "a timer has fired that an action of the same fire has cancelled");
    }

    private void settingMore(Exam exam) {
        Timers timers = new Timers();
        int[] left = {10};
        timers.at(MILLI, () -> again(timers, left));
        fire(timers, 1);
        exam.check(
                "next fire",
                left[0] == 9,
                "an action has set a timer that is due, and it has fired in the same fire: channels wait meanwhile");
    }

    private static void again(Timers timers, int[] left) {
        if (left[0]-- > 0) {
            timers.at(MILLI, () -> again(timers, left));
        }
    }

    private void fire(Timers timers, long millis) {
        fired.clear();
        timers.fire(millis * MILLI);
    }
}
