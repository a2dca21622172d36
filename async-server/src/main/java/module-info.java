/** Snow, an asynchronous micro web framework. */
module io.snowloop.server {
    requires transitive io.snowloop.nio;
    requires static transitive org.jspecify;
}
