/* The second baseline: a small server in C on epoll. Like the raw Selector server it finds the end of each request,
 * distinguishes requests by one letter of their first line, and checks nothing. It has one thread. Cases that the load generator
 * does not cause (a pipelined request after one for the large response, a client that closes during a delay) are not handled. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 256 * 1024, BYTES = 65536, FILE_BYTES = 1 << 20, BACKLOG = 16384, EVENTS = 1024, DELAY_MILLIS = 200 };

struct connection {
    int fd;
    size_t begun_size, rest_size;
    struct connection *later; /* the connection whose delayed response is due next */
    long due;                 /* in milliseconds */
    off_t file_sent;          /* of FILE_BYTES; equal to it while no file is sent */
    char *begun, *rest, *rest_start; /* an incomplete request; the unsent rest of a response */
};

static char in[2 * SIZE + 1], out[2 * SIZE], large[BYTES + 256];
static size_t large_size;
static struct connection *first_due, *last_due; /* all delays are equal, so they expire in the order of the requests */
static int poller, file;

static size_t head(char *to, const char *type, size_t length) {
    return sprintf(to, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", type, length);
}

static void die(struct connection *c) {
    close(c->fd);
    free(c->begun);
    free(c->rest);
    free(c);
}

static void want(struct connection *c, int events) {
    struct epoll_event e = {.events = events, .data.ptr = c};
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &e);
}

static void send_all(struct connection *c, const char *from, size_t size) {
    ssize_t sent = send(c->fd, from, size, MSG_NOSIGNAL);
    if (sent < 0) sent = 0;
    if ((size_t) sent < size) {
        c->rest_size = size - sent;
        c->rest_start = c->rest = malloc(c->rest_size);
        memcpy(c->rest, from + sent, c->rest_size);
        want(c, EPOLLOUT);
    }
}

/* Sends as many bytes as the socket takes. A broken connection is detected by the next read. */
static void send_file(struct connection *c) {
    while (c->file_sent < FILE_BYTES)
        if (sendfile(c->fd, file, &c->file_sent, FILE_BYTES - c->file_sent) <= 0) {
            if (errno != EAGAIN) c->file_sent = FILE_BYTES;
            return;
        }
}

/* The head fits into a socket buffer that is empty. Not with MSG_MORE: a head in the same segment moves the pages of the file off
 * their boundaries, which costs five times as much as one more packet. */
static void begin_file(struct connection *c) {
    char to[128];
    send(c->fd, to, head(to, "application/octet-stream", FILE_BYTES), MSG_NOSIGNAL);
    c->file_sent = 0;
    send_file(c);
    if (c->file_sent < FILE_BYTES) want(c, EPOLLOUT);
}

static void go_on_with_file(struct connection *c) {
    send_file(c);
    if (c->file_sent == FILE_BYTES) want(c, EPOLLIN);
}

static void send_rest(struct connection *c) {
    ssize_t sent = send(c->fd, c->rest_start, c->rest_size, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) return die(c);
    if (sent > 0) c->rest_start += sent, c->rest_size -= sent;
    if (c->rest_size == 0) {
        free(c->rest);
        c->rest = NULL;
        want(c, EPOLLIN);
    }
}

static size_t answer(char *to, const char *request, const char *body, size_t body_size) {
    static const char text[] = "Hello, World!";
    char json[64];
    size_t n;
    switch (request[5]) {
        case 'p':
            n = head(to, "text/plain", sizeof text - 1);
            return memcpy(to + n, text, sizeof text - 1), n + sizeof text - 1;
        case 'j': {
            size_t size = sprintf(json, "{\"message\":\"%s\"}", text);
            n = head(to, "application/json", size);
            return memcpy(to + n, json, size), n + size;
        }
        case 'd':
            n = head(to, "text/plain", 6);
            return memcpy(to + n, "waited", 6), n + 6;
        default:
            n = head(to, "application/octet-stream", body_size);
            return memcpy(to + n, body, body_size), n + body_size;
    }
}

static long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void delay(struct connection *c) {
    c->due = now() + DELAY_MILLIS;
    c->later = NULL;
    if (first_due) last_due->later = c;
    else first_due = c;
    last_due = c;
}

/* The milliseconds until the next delayed response is due; -1 without one. */
static int answer_due(void) {
    while (first_due) {
        struct connection *c = first_due;
        long left = c->due - now();
        if (left > 0) return left;
        first_due = c->later;
        send_all(c, out, answer(out, "GET /d", "", 0));
    }
    return -1;
}

static void receive(struct connection *c) {
    ssize_t n = recv(c->fd, in + c->begun_size, SIZE, 0);
    if (n <= 0) return n < 0 && errno == EAGAIN ? (void) 0 : die(c);
    if (c->begun_size) memcpy(in, c->begun, c->begun_size);
    char *start = in, *end = in + c->begun_size + n, *stop;
    size_t out_size = 0;
    free(c->begun);
    c->begun = NULL;
    c->begun_size = 0;
    *end = 0;
    while ((stop = memmem(start, end - start, "\r\n\r\n", 4)) != NULL) {
        char *body = stop + 4, *field = *start == 'P' ? memmem(start, stop - start, "Content-Length: ", 16) : NULL;
        size_t body_size = field ? strtoul(field + 16, NULL, 10) : 0;
        if (body + body_size > end) break;
        if (start[5] == 'b') send_all(c, large, large_size);
        else if (start[5] == 'f') begin_file(c);
        else if (start[5] == 'd') delay(c);
        else out_size += answer(out + out_size, start, body, body_size);
        start = body + body_size;
    }
    if (start < end) {
        c->begun_size = end - start;
        c->begun = malloc(c->begun_size);
        memcpy(c->begun, start, c->begun_size);
    }
    if (out_size) send_all(c, out, out_size);
}

static void accept_all(int listener) {
    int fd, yes = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct connection *c = calloc(1, sizeof *c);
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
        c->fd = fd;
        c->file_sent = FILE_BYTES;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &e);
    }
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8080)};
    struct epoll_event events[EVENTS], e = {.events = EPOLLIN};
    struct rlimit files;
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* so that it does not outlive the runner */
    signal(SIGPIPE, SIG_IGN); /* sendfile has no flag for this */
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) || listen(listener, BACKLOG)) {
        perror("epoll_server");
        return 1;
    }
    large_size = head(large, "application/octet-stream", BYTES);
    for (int i = 0; i < BYTES; i++) large[large_size++] = '0' + i % 10;
    file = open(argc > 2 ? argv[2] : "", O_RDONLY);
    poller = epoll_create1(0);
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &e);
    for (;;) {
        int n = epoll_wait(poller, events, EVENTS, answer_due());
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (c == NULL) accept_all(listener);
            else if (c->rest) send_rest(c);
            else if (c->file_sent < FILE_BYTES) go_on_with_file(c);
            else receive(c);
        }
    }
}
