// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LargeTask;
import java.util.Iterator;

/** Reads a {@code robots.txt} in several turns of the loop: a site chooses its lines, and 500 KiB of short ones take longer than a turn may. */
final class RobotsReader {
    /** In characters. */
    private static final int PER_TURN = 32 * 1024;

    private final RobotsTxt robots = new RobotsTxt();
    private final Iterator<String> lines;

    private RobotsReader(byte[] bytes) {
        this.lines = RobotsTxt.lines(bytes).iterator();
    }

    /** What {@link RobotsTxt#parse} returns; at once for a file of a usual size. On the loop. */
    static Future<RobotsTxt> read(byte[] bytes) {
        RobotsReader reader = new RobotsReader(bytes);
        reader.readSome();
        if (!reader.lines.hasNext()) {
            return Future.completed(reader.robots);
        }
        Scheduler loop = Scheduler.current();
        Promise<RobotsTxt> all = loop.newPromise();
        reader.goOnLater(loop, all);
        return all;
    }

    private void goOnLater(Scheduler loop, Promise<RobotsTxt> all) {
        loop.execute((LargeTask) () -> {
            readSome();
            if (lines.hasNext() && !all.isDone()) {
                goOnLater(loop, all);
            } else {
                all.complete(robots);
            }
        });
    }

    private void readSome() {
        for (int read = 0; read < PER_TURN && lines.hasNext(); ) {
            String line = lines.next();
            robots.addLine(line);
            read += line.length() + 1;
        }
    }
}
