/* A closed-loop load of several requests in turn: on each connection the next request follows the last response, no connection
 * sends the same one twice in a row, and neither do the connections together, unless one of them would have to. wrk needs a Lua
 * function for that, which is called for each request, and makes wrk slower than some of the servers. It polls without sleeping,
 * because it has its own CPU, and does not copy the part of a body behind the first bytes (MSG_TRUNC of tcp(7)). It prints the
 * number of responses, the nanoseconds, the errors, and the latencies in microseconds: p50, p99. */
#include "load.h"
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 256, FIRST = 8192, REQUESTS = 16, LONGEST = 1 << 20, MICROS = 10000000 };

struct connection {
    int fd, last;     /* the index of the last request */
    long begun, left; /* when it was sent; the bytes of the response that have not come; -1 before its head */
};

static char *requests[REQUESTS], answer[FIRST + 1];
static size_t sizes[REQUESTS];
static int count, turn;
static long done, errors;
static uint32_t latencies[MICROS];

static void read_request(const char *path) {
    FILE *file = fopen(path, "r");
    if (!file || count == REQUESTS) fail("cannot read the requests");
    requests[count] = malloc(LONGEST);
    sizes[count] = fread(requests[count], 1, LONGEST, file);
    count++;
    fclose(file);
}

/* A request is smaller than an empty socket buffer. */
static void send_next(struct connection *c) {
    turn = (turn + 1) % count;
    if (turn == c->last && count > 1) turn = (turn + 1) % count;
    c->last = turn;
    c->left = -1;
    c->begun = nanos();
    if (send(c->fd, requests[turn], sizes[turn], MSG_NOSIGNAL) != (ssize_t) sizes[turn]) fail("cannot send a request");
}

/* The number of bytes of a response, from its head; all servers state the length. */
static long length(ssize_t size) {
    char *end = memmem(answer, size, "\r\n\r\n", 4);
    if (!end) fail("a head of a response in pieces");
    *end = 0;
    char *field = strcasestr(answer, "\r\ncontent-length:");
    if (!field) fail("a response without a length");
    return end + 4 - answer + atol(field + 17);
}

static void receive(struct connection *c) {
    ssize_t size = c->left < 0 ? recv(c->fd, answer, FIRST, 0) : recv(c->fd, NULL, c->left, MSG_TRUNC);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) fail("a connection has ended");
    if (c->left < 0) {
        if (size < 12 || memcmp(answer, "HTTP/1.1 200", 12)) errors++;
        c->left = length(size);
    }
    c->left -= size;
    if (c->left < 0) fail("more than one response to a request");
    if (c->left > 0) return;
    long micros = (nanos() - c->begun) / 1000;
    latencies[micros < MICROS ? micros : MICROS - 1]++;
    done++;
    send_next(c);
}

static long percentile(double percent) {
    long rank = done * percent / 100, seen = 0, i = 0;
    while (i < MICROS - 1 && (seen += latencies[i]) <= rank) i++;
    return i;
}

int main(int argc, char **argv) {
    if (argc < 5) return fprintf(stderr, "closed_load PORT CONNECTIONS SECONDS REQUEST...\n"), 2;
    int port = atoi(argv[1]), connections = atoi(argv[2]), poller = epoll_create1(0);
    for (int i = 4; i < argc; i++) read_request(argv[i]);
    struct connection *all = calloc(connections, sizeof *all);
    long start = nanos(), end = start + atol(argv[3]) * 1000000000L;
    for (int i = 0; i < connections; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &all[i]};
        all[i].fd = connected(port);
        fcntl(all[i].fd, F_SETFL, O_NONBLOCK);
        all[i].last = -1;
        epoll_ctl(poller, EPOLL_CTL_ADD, all[i].fd, &e);
    }
    for (int i = 0; i < connections; i++) send_next(&all[i]);
    while (nanos() < end) {
        struct epoll_event events[EVENTS];
        int n = epoll_wait(poller, events, EVENTS, 0);
        for (int j = 0; j < n; j++) receive(events[j].data.ptr);
    }
    printf("%ld %ld %ld %ld %ld\n", done, nanos() - start, errors, percentile(50), percentile(99));
    return done == 0;
}
