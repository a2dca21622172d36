// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.LoopEvent;
import io.snowloop.trace.Recording;
import io.snowloop.trace.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final Summary summary = new Summary();
    private final List<TraceRecord> records = new ArrayList<>();
    private long number;

    private SummaryTest add(long time, LoopEvent event, long value, int id, String owner) {
        records.add(new TraceRecord(number++, time, event, value, id, owner));
        return this;
    }

    private SummaryTest add(long time, LoopEvent event) {
        return add(time, event, 0, 0, "");
    }

    private String summed() {
        String json = summary.add(new Recording("loop", 0, records));
        records.clear();
        return json;
    }

    @Test
    void aTurnInNumbers() {
        add(10, LoopEvent.TURN_BEGIN).add(10, LoopEvent.SELECT_BEGIN);
        add(15, LoopEvent.REGISTERED, 1, 1, "C").add(20, LoopEvent.SELECT_END);
        add(20, LoopEvent.READY, 1, 1, "C").add(25, LoopEvent.TASK_QUEUED, 0, 0, "t");
        add(26, LoopEvent.STREAM_OPENED, 5L << 32 | 2, 1, "GET /");
        add(30, LoopEvent.CALL, 0, 0, "f").add(45, LoopEvent.END).add(60, LoopEvent.END);
        add(60, LoopEvent.TASK, 7, 0, "t").add(90, LoopEvent.END);
        add(95, LoopEvent.TIMER_SET, 1_000, 0, "d").add(95, LoopEvent.TASK_QUEUED, 0, 0, "later");
        add(96, LoopEvent.FUTURE_MADE, 0, 3, "body").add(100, LoopEvent.TURN_END);
        assertThat(summed())
                .isEqualTo("{\"n\":16,\"lost\":0,\"turns\":1,\"span\":100,\"busy\":70,\"owners\":["
                        + "{\"name\":\"task t\",\"self\":30,\"calls\":1,\"late\":7},"
                        + "{\"name\":\"C 1\",\"self\":25,\"calls\":1,\"late\":0},"
                        + "{\"name\":\"f\",\"self\":15,\"calls\":1,\"late\":0}],"
                        + "\"state\":{\"phase\":\"stopped\",\"turn\":1,\"time\":100,\"due\":0,"
                        + "\"tasks\":[\"later\"],\"allTasks\":1,"
                        + "\"timers\":[{\"name\":\"d\",\"due\":1095}],\"allTimers\":1,"
                        + "\"channels\":[{\"id\":1,\"name\":\"C\",\"interest\":1,\"ready\":0,\"queued\":0}],"
                        + "\"allChannels\":1,"
                        + "\"streams\":[{\"channel\":1,\"number\":5,\"name\":\"GET /\",\"state\":2,\"queued\":0,"
                        + "\"window\":-1,\"reset\":-1}],\"allStreams\":1,"
                        + "\"futures\":[{\"id\":3,\"name\":\"body\",\"on\":[]}],\"allFutures\":1}}");
    }

    @Test
    void aCallbackThatIsNotOverCountsInBothSummaries() {
        add(10, LoopEvent.TURN_BEGIN).add(20, LoopEvent.SELECT_END).add(30, LoopEvent.TIMER, 4, 0, "d");
        add(40, LoopEvent.CALL, 0, 0, "f");
        assertThat(summed())
                .contains("\"n\":4,\"lost\":0,\"turns\":1,\"span\":40,\"busy\":10,")
                .contains("\"phase\":\"timers\"");
        add(70, LoopEvent.END).add(75, LoopEvent.END).add(80, LoopEvent.TURN_END);
        add(90, LoopEvent.TURN_BEGIN).add(95, LoopEvent.TURN_END);
        assertThat(summed())
                .startsWith(
                        "{\"n\":9,\"lost\":0,\"turns\":1,\"span\":55,\"busy\":35,\"owners\":["
                                + "{\"name\":\"f\",\"self\":30,\"calls\":0,\"late\":0},"
                                + "{\"name\":\"timer d\",\"self\":5,\"calls\":0,\"late\":0}],\"state\":{\"phase\":\"stopped\",\"turn\":2,");
    }

    @Test
    void theSameCallbackTwiceIsOneOwnerWithItsLargestDelay() {
        add(10, LoopEvent.TURN_BEGIN);
        add(20, LoopEvent.TASK, 9, 0, "t")
                .add(30, LoopEvent.END)
                .add(40, LoopEvent.TASK, 3, 0, "t")
                .add(41, LoopEvent.END);
        assertThat(summed())
                .contains("\"busy\":11,\"owners\":[{\"name\":\"task t\",\"self\":11,\"calls\":2,\"late\":9}]");
    }

    /** A ring overwrites: what was running then, and in which turn, is not known. */
    @Test
    void whatIsLostIsCountedAndNothingIsMadeUp() {
        add(10, LoopEvent.TURN_BEGIN).add(20, LoopEvent.TASK, 0, 0, "t").add(25, LoopEvent.TASK_QUEUED, 0, 0, "u");
        assertThat(summed()).contains("\"n\":3,\"lost\":0,");
        number += 5;
        add(1_000, LoopEvent.END).add(1_010, LoopEvent.TURN_END).add(1_020, LoopEvent.TURN_BEGIN);
        assertThat(summed())
                .startsWith("{\"n\":11,\"lost\":5,\"turns\":1,\"span\":995,\"busy\":0,\"owners\":[],")
                .contains("\"turn\":1,")
                .contains("\"allTasks\":0");
        add(1_030, LoopEvent.TURN_END);
        assertThat(summed()).startsWith("{\"n\":12,\"lost\":5,\"turns\":0,\"span\":10,");
        number += 2;
        add(1_040, LoopEvent.TURN_BEGIN);
        assertThat(summed()).startsWith("{\"n\":15,\"lost\":7,");
    }

    /** A turn that begins is the end of all callbacks: their last records may be among the lost ones. */
    @Test
    void nothingRunsFromOneTurnToTheNext() {
        add(10, LoopEvent.TURN_BEGIN).add(20, LoopEvent.TASK, 0, 0, "t").add(50, LoopEvent.TURN_BEGIN);
        add(70, LoopEvent.CALL, 0, 0, "f").add(75, LoopEvent.END);
        assertThat(summed()).contains("\"busy\":5,\"owners\":[{\"name\":\"f\",\"self\":5,");
    }

    @Test
    void onlyTwelveAreNamed() {
        add(10, LoopEvent.TURN_BEGIN);
        for (int i = 0; i < 13; i++) {
            add(20 + i, LoopEvent.TASK_QUEUED, 0, 0, "t" + i);
        }
        assertThat(summed()).contains("\"t11\"],\"allTasks\":13");
    }
}
