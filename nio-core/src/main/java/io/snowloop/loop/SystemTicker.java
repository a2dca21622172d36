package io.snowloop.loop;

/** The machine's own clock: one object, so that who needs to know can see that it is the one. */
enum SystemTicker implements Ticker {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
