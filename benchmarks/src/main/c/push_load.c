/* The load of what a server pushes: WebSocket messages and server-sent events. It makes its connections, then reads commands from its
 * standard input: "ready" is answered when all connections are made; a number of seconds runs the load for so long, and is answered
 * with the number of messages, the nanoseconds, and two latencies in microseconds: p50, p99. All messages that were begun are received
 * before a run ends, so a server is paid for all that it has done. It checks each octet that it receives.
 *
 * ws-echo: each connection sends a message, waits for the same one, and sends the next. The latency is of one message.
 * ws-broadcast: the first connection sends a message, and all get it; then it sends the next. The latency is until the last has it.
 * sse-broadcast: the same, where a request on a further connection publishes the text of an event. */
#include "load.h"
#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum { EVENTS = 1024, HEAD = 4096, WRAPPING = 256, MOST_LATENCIES = 1 << 23, COUNTER = 8, PATIENCE_SECONDS = 20 };
enum kind { WS_ECHO, WS_BROADCAST, SSE_BROADCAST };

struct connection {
    int fd, size;     /* how many octets of the message under way have come */
    long left;        /* of the chunk: octets, and the CRLF behind them as -2 and -1; of its head, 0 */
    long chunk;       /* the length in the head of a chunk that has not come as a whole */
    int chunked;
    uint64_t counter; /* of the message that is expected */
    double begun;
    char *in;
};

static enum kind kind;
static int port, payload_size, count, poller, frame_head;
static struct connection *all, publisher;
static char *frame, *expected, *received;
static uint32_t *latencies;
static uint64_t counter;
static const unsigned char key[4] = {0x37, 0xfa, 0x21, 0x3d};

static void send_all(int fd, const char *from, size_t size) {
    while (size > 0) {
        ssize_t sent = send(fd, from, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) fail("the server has closed a connection");
        if (sent > 0) from += sent, size -= sent;
    }
}

/* ------------------------------------------------------------------------------------------------------- connections */

/* Reads the head of a response, octet by octet: no message may be in the same read. */
static void read_head(int fd, char *head) {
    int size = 0;
    do {
        if (size == HEAD || recv(fd, head + size, 1, 0) != 1) fail("there is no head of a response");
        head[++size] = 0;
    } while (size < 4 || memcmp(head + size - 4, "\r\n\r\n", 4));
}

static void open_socket(struct connection *c) {
    const char *path = kind == WS_ECHO ? "echo" : "chat";
    char head[HEAD + 1];
    int size = sprintf(head, "GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path);
    send_all(c->fd, head, size);
    read_head(c->fd, head);
    if (memcmp(head, "HTTP/1.1 101", 12) || !strstr(head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) fail("it does not open a WebSocket");
    if (strcasestr(head, "permessage-deflate")) fail("it compresses, although that was not offered");
}

static void open_events(struct connection *c) {
    char head[HEAD + 1] = "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";
    send_all(c->fd, head, strlen(head));
    read_head(c->fd, head);
    if (memcmp(head, "HTTP/1.1 200", 12) || !strcasestr(head, "text/event-stream")) fail("it gives no event stream");
    c->chunked = strcasestr(head, "chunked") != NULL;
}

static void watch(struct connection *c) {
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &e);
}

static void open_all(void) {
    all = calloc(count, sizeof *all);
    for (int i = 0; i < count; i++) {
        struct connection *c = &all[i];
        c->fd = connected(port);
        c->in = malloc(payload_size + WRAPPING);
        if (kind == SSE_BROADCAST) open_events(c);
        else open_socket(c);
        watch(c);
    }
    if (kind == SSE_BROADCAST) publisher.fd = connected(port);
}

/* ---------------------------------------------------------------------------------------------------------- messages */

/* The payload of a message begins with its number, so that no other one is taken for it. */
static void number(char *payload, uint64_t n) {
    for (int i = 0; i < COUNTER; i++) payload[i] = 'a' + (n >> 4 * i & 15);
}

static void prepare(void) {
    unsigned char head[4] = {0x82, payload_size < 126 ? payload_size : 126, payload_size >> 8, payload_size};
    frame_head = payload_size < 126 ? 2 : 4;
    frame = malloc(payload_size + WRAPPING);
    expected = malloc(payload_size + WRAPPING);
    received = malloc(payload_size + WRAPPING);
    latencies = malloc(MOST_LATENCIES * sizeof *latencies);
    memcpy(frame, head, frame_head);
    frame[1] |= 0x80; /* masked, as a client's frame is (RFC 6455 5.1); the server's is not */
    memcpy(frame + frame_head, key, sizeof key);
    memcpy(expected, head, frame_head);
    for (int i = 0; i < payload_size; i++) {
        char octet = '0' + i % 10;
        expected[frame_head + i] = octet;
        frame[frame_head + 4 + i] = octet ^ key[i % 4];
    }
}

static void send_frame(struct connection *c, uint64_t n) {
    char *payload = frame + frame_head + sizeof key;
    number(payload, n);
    for (int i = 0; i < COUNTER; i++) payload[i] ^= key[i % 4];
    send_all(c->fd, frame, frame_head + sizeof key + payload_size);
}

static void publish(uint64_t n) {
    char head[HEAD + 1], *body = expected + frame_head;
    int size = sprintf(head, "POST /publish HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n", payload_size);
    number(body, n);
    memcpy(head + size, body, payload_size);
    send_all(publisher.fd, head, size + payload_size);
}

/* The response to the request that has published: without a body. */
static void read_published(void) {
    char head[HEAD + 1];
    read_head(publisher.fd, head);
    if (memcmp(head, "HTTP/1.1 204", 12)) fail("it does not publish");
}

static void check_frame(struct connection *c) {
    number(expected + frame_head, c->counter);
    if (memcmp(c->in, expected, frame_head + payload_size)) fail("a message is not the expected one");
}

/* Receives a WebSocket message. Returns whether it is complete. */
static int receive_frame(struct connection *c) {
    int whole = frame_head + payload_size;
    ssize_t n = recv(c->fd, c->in + c->size, whole - c->size, 0);
    if (n < 0 && errno == EAGAIN) return 0;
    if (n <= 0) fail("the server has closed a WebSocket");
    c->size += n;
    if (c->size < whole) return 0;
    c->size = 0;
    check_frame(c);
    return 1;
}

/* An event is complete: "data:", an optional space, and the text; before it may be comments. */
static int is_event(struct connection *c) {
    char *from = c->in, *end = c->in + c->size;
    while (from < end && (*from == ':' || *from == '\n')) {
        char *line = memchr(from, '\n', end - from);
        from = line + 1;
    }
    if (from == end) return 0; /* a comment alone */
    if (end - from < 6 || memcmp(from, "data:", 5)) fail("an event has no data");
    from += from[5] == ' ' ? 6 : 5;
    number(expected + frame_head, c->counter);
    if (end - from != payload_size + 2 || memcmp(from, expected + frame_head, payload_size)) fail("an event is not the expected one");
    return 1;
}

static int add_to_event(struct connection *c, const char *from, int size) {
    if (c->size + size > payload_size + WRAPPING) fail("an event is too long");
    memcpy(c->in + c->size, from, size);
    c->size += size;
    if (c->size < 2 || memcmp(c->in + c->size - 2, "\n\n", 2)) return 0;
    int done = is_event(c);
    c->size = 0;
    return done;
}

/* Takes octets off the chunks. Returns the number of complete events. */
static int dechunk(struct connection *c, const char *from, int size) {
    int events = 0;
    while (size > 0) {
        if (!c->chunked || c->left > 0) {
            int taken = c->chunked && c->left < size ? c->left : size;
            events += add_to_event(c, from, taken);
            from += taken, size -= taken;
            if (c->chunked && (c->left -= taken) == 0) c->left = -2;
            continue;
        }
        char octet = *from++;
        size--;
        if (c->left < 0) c->left++;
        else if (isxdigit((unsigned char) octet)) c->chunk = 16 * c->chunk + (octet <= '9' ? octet - '0' : (octet | 32) - 'a' + 10);
        else if (octet == '\n') {
            if (c->chunk == 0) fail("the server has ended an event stream");
            c->left = c->chunk, c->chunk = 0;
        } else if (octet != '\r') fail("a chunk has no length");
    }
    return events;
}

static int receive_event(struct connection *c) {
    ssize_t n = recv(c->fd, received, payload_size + WRAPPING, 0);
    if (n < 0 && errno == EAGAIN) return 0;
    if (n <= 0) fail("the server has closed an event stream");
    return dechunk(c, received, n);
}

/* -------------------------------------------------------------------------------------------------------------- runs */

static long echo(double seconds) {
    struct epoll_event events[EVENTS];
    double start = now(), end = start + seconds;
    long done = 0;
    int under_way = count;
    for (int i = 0; i < count; i++) {
        all[i].begun = now();
        send_frame(&all[i], all[i].counter = ++counter);
    }
    while (under_way > 0) {
        int n = epoll_wait(poller, events, EVENTS, 1000);
        if (n == 0 && now() > end + PATIENCE_SECONDS) fail("messages are missing");
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!receive_frame(c)) continue;
            double at = now();
            if (done < MOST_LATENCIES) latencies[done] = (at - c->begun) * 1e6;
            done++;
            if (at >= end) {
                under_way--;
                continue;
            }
            c->begun = at;
            send_frame(c, c->counter = ++counter);
        }
    }
    return done;
}

static void deliver(void) {
    struct epoll_event events[EVENTS];
    int left = count;
    double end = now() + PATIENCE_SECONDS;
    counter++;
    for (int i = 0; i < count; i++) all[i].counter = counter;
    if (kind == SSE_BROADCAST) publish(counter);
    else send_frame(&all[0], counter);
    while (left > 0) {
        int n = epoll_wait(poller, events, EVENTS, 1000);
        if (n == 0 && now() > end) fail("messages are missing");
        for (int i = 0; i < n; i++) left -= kind == SSE_BROADCAST ? receive_event(events[i].data.ptr) : receive_frame(events[i].data.ptr);
    }
    if (left < 0) fail("there are too many events");
}

static long broadcast(double seconds, long *rounds) {
    double start = now(), begun;
    do {
        begun = now();
        deliver();
        latencies[(*rounds)++] = (now() - begun) * 1e6;
        if (kind == SSE_BROADCAST) read_published();
    } while (now() < start + seconds && *rounds < MOST_LATENCIES);
    return *rounds * count;
}

static void run(double seconds) {
    double start = now();
    long times = 0, messages = kind == WS_ECHO ? echo(seconds) : broadcast(seconds, &times);
    double took = now() - start;
    if (kind == WS_ECHO) times = messages < MOST_LATENCIES ? messages : MOST_LATENCIES;
    qsort(latencies, times, sizeof *latencies, compare);
    printf("%ld %.0f %u %u\n", messages, took * 1e9, latencies[times / 2], latencies[times * 99 / 100]);
}

int main(int argc, char **argv) {
    if (argc != 5) return fprintf(stderr, "push_load PORT KIND SIZE CONNECTIONS\n"), 2;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* so that it does not outlive the runner */
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    port = atoi(argv[1]), payload_size = atoi(argv[3]), count = atoi(argv[4]);
    kind = !strcmp(argv[2], "ws-echo") ? WS_ECHO : !strcmp(argv[2], "ws-broadcast") ? WS_BROADCAST : SSE_BROADCAST;
    if (payload_size < COUNTER || payload_size > 0xffff || (kind == SSE_BROADCAST && payload_size > HEAD / 2)) fail("this size is not possible");
    poller = epoll_create1(0);
    prepare();
    open_all();
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        if (!strncmp(line, "ready", 5)) puts("ready");
        else run(atof(line));
        fflush(stdout);
    }
    return 0;
}
