// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import io.snowloop.samples.zoo.bufferkept.BufferKept;
import io.snowloop.samples.zoo.cancelledkey.CancelledKey;
import io.snowloop.samples.zoo.closewithunread.CloseWithUnread;
import io.snowloop.samples.zoo.endismessage.EndIsMessage;
import io.snowloop.samples.zoo.forgottencancel.ForgottenCancel;
import io.snowloop.samples.zoo.greedyreader.GreedyReader;
import io.snowloop.samples.zoo.greedytasks.GreedyTasks;
import io.snowloop.samples.zoo.headofline.HeadOfLine;
import io.snowloop.samples.zoo.inlinecallback.InlineCallback;
import io.snowloop.samples.zoo.keynotremoved.KeyNotRemoved;
import io.snowloop.samples.zoo.lookupinloop.LookupInLoop;
import io.snowloop.samples.zoo.lostwakeup.LostWakeUp;
import io.snowloop.samples.zoo.nobackpressure.NoBackPressure;
import io.snowloop.samples.zoo.onerecv.OneRecv;
import io.snowloop.samples.zoo.pauseforgets.PauseForgets;
import io.snowloop.samples.zoo.retrytwice.RetryTwice;
import io.snowloop.samples.zoo.sharedrequest.SharedRequest;
import io.snowloop.samples.zoo.shortwrite.ShortWrite;
import io.snowloop.samples.zoo.sleepinloop.SleepInLoop;
import io.snowloop.samples.zoo.slowloris.Slowloris;
import io.snowloop.samples.zoo.swallowed.Swallowed;
import io.snowloop.samples.zoo.thunderingherd.ThunderingHerd;
import io.snowloop.samples.zoo.timerdrift.TimerDrift;
import io.snowloop.samples.zoo.timerroundsdown.TimerRoundsDown;
import io.snowloop.samples.zoo.utf8.Utf8InPieces;
import io.snowloop.samples.zoo.wallclock.WallClock;
import io.snowloop.samples.zoo.writableisconnected.WritableIsConnected;
import io.snowloop.samples.zoo.writealways.WriteAlways;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** All animals. */
public final class Zoo {
    /** All animals, in the order in which a reader best meets them. */
    public static final List<Animal<?>> ALL = List.of(
            new OneRecv(),
            new ShortWrite(),
            new WriteAlways(),
            new KeyNotRemoved(),
            new CancelledKey(),
            new WritableIsConnected(),
            new Utf8InPieces(),
            new EndIsMessage(),
            new CloseWithUnread(),
            new BufferKept(),
            new SharedRequest(),
            new Swallowed(),
            new SleepInLoop(),
            new LookupInLoop(),
            new GreedyTasks(),
            new GreedyReader(),
            new HeadOfLine(),
            new TimerRoundsDown(),
            new TimerDrift(),
            new WallClock(),
            new InlineCallback(),
            new LostWakeUp(),
            new NoBackPressure(),
            new PauseForgets(),
            new ForgottenCancel(),
            new RetryTwice(),
            new Slowloris(),
            new ThunderingHerd());

    /** What {@link #whoWarns} says of most. */
    static final String NO_TOOL = "no tool";

    private Zoo() {}

    /** Of how many a tool warns. */
    static long warned() throws IOException {
        return whoWarns().values().stream()
                .filter(tools -> !tools.equals(NO_TOOL))
                .count();
    }

    /** Which tools warn of the wrong program, by the names of the animals. A test measures it, and writes the file. */
    static Properties whoWarns() throws IOException {
        Properties tools = new Properties();
        try (InputStream file = Objects.requireNonNull(Zoo.class.getResourceAsStream("who-warns.properties"))) {
            tools.load(file);
        }
        return tools;
    }

    public static Optional<Animal<?>> named(String name) {
        return ALL.stream().filter(animal -> animal.card().name().equals(name)).findFirst();
    }
}
