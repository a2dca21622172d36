package io.snowloop.future;

/** What works for somebody else: a callback for whoever added it, a transport for its protocol. Traces name the owner. */
public interface Owned {
    /** For whom: an object that says more than this one, or a name. */
    Object owner();
}
