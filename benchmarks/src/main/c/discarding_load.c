/* A closed-loop load for large responses: each connection repeats one request, and the kernel discards the body (MSG_TRUNC, tcp(7))
 * where wrk copies it. A copy of 1 MiB costs far more than sendfile, so with wrk the servers wait for the load generator, and what
 * is measured is how they wait. It reads each head, and requires status 200 and the length of the body. It has one thread, and prints
 * the same line as wrk.lua: responses, microseconds, errors, the latencies p50 and p99 in microseconds. */
#include "load.h"
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 256, HEAD = 4096, DISCARDED = 1 << 20, LATENCIES = 1 << 22 };

struct connection {
    int fd;
    size_t head_size; /* of the head so far */
    size_t left;      /* of the body, once the head is complete */
    double begun;
    char head[HEAD + 1];
};

static char request[1024], discarded[DISCARDED];
static size_t body_size;

static void begin(struct connection *c) {
    c->head_size = c->left = 0;
    c->begun = now();
    if (send(c->fd, request, strlen(request), MSG_NOSIGNAL) < 0) fail("cannot send");
}

/* Looks for the end of the head, and at what it says. The bytes behind it are of the body. */
static void read_head(struct connection *c) {
    c->head[c->head_size] = 0;
    char *end = memmem(c->head, c->head_size, "\r\n\r\n", 4), *length = strcasestr(c->head, "\r\nContent-Length:");
    if (end == NULL) {
        if (c->head_size == HEAD) fail("a head of more than 4 KiB");
        return;
    }
    if (strncmp(c->head, "HTTP/1.1 200", 12)) fail("no 200");
    if (length == NULL || length > end || strtoul(length + 17, NULL, 10) != body_size) fail("another length");
    c->left = body_size - (c->head + c->head_size - end - 4);
}

/* Receives what is there. Returns whether the response is complete. */
static int receive(struct connection *c) {
    for (;;) {
        ssize_t n = c->left ? recv(c->fd, discarded, c->left < DISCARDED ? c->left : DISCARDED, MSG_TRUNC)
                            : recv(c->fd, c->head + c->head_size, HEAD - c->head_size, 0);
        if (n < 0 && errno == EAGAIN) return 0;
        if (n <= 0) fail("the server has closed the connection");
        if (c->left) {
            c->left -= n;
        } else {
            c->head_size += n;
            read_head(c);
            if (c->left == 0) continue;
        }
        if (c->left == 0) return 1;
    }
}

int main(int argc, char **argv) {
    if (argc != 6) return fprintf(stderr, "discarding_load PORT PATH BODY-SIZE CONNECTIONS SECONDS\n"), 2;
    int connections = atoi(argv[4]), poller = epoll_create1(0);
    struct connection *all = calloc(connections, sizeof *all);
    uint32_t *latencies = calloc(LATENCIES, sizeof *latencies);
    long done = 0;
    body_size = atol(argv[3]);
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n", argv[2], argv[1]);
    double start = now(), end = start + atof(argv[5]);
    for (int i = 0; i < connections; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &all[i]};
        all[i].fd = connected(atoi(argv[1]));
        fcntl(all[i].fd, F_SETFL, O_NONBLOCK);
        epoll_ctl(poller, EPOLL_CTL_ADD, all[i].fd, &e);
        begin(&all[i]);
    }
    /* A response that is begun is received to its end: the server has paid for it. */
    for (int busy = connections; busy > 0;) {
        struct epoll_event events[EVENTS];
        int n = epoll_wait(poller, events, EVENTS, 10000);
        if (n == 0) fail("no bytes for 10 s");
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!receive(c)) continue;
            double t = now();
            latencies[done++ % LATENCIES] = (t - c->begun) * 1e6;
            if (t < end) begin(c);
            else busy--;
        }
    }
    long micros = (now() - start) * 1e6, kept = done < LATENCIES ? done : LATENCIES;
    qsort(latencies, kept, sizeof *latencies, compare);
    printf("measured %ld %ld 0 %u %u\n", done, micros, latencies[kept / 2], latencies[kept * 99 / 100]);
    return 0;
}
