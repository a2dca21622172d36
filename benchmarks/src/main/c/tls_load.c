/* The load of servers over TLS 1.3 with the cipher TLS_AES_128_GCM_SHA256, by OpenSSL. It makes its connections, then reads commands
 * from its standard input: "ready" is answered when all connections are made; a number of seconds runs the load for so long, and is
 * answered with the number of requests, the nanoseconds, and two latencies in microseconds: p50, p99. All requests that were begun are
 * answered before a run ends. It checks the version, the cipher, the status and each octet of the bodies.
 *
 * keep-alive: each connection sends a request, waits for the response, and sends the next.
 * full: each request has a connection of its own, with a full handshake. resumed: the same, with the session of an earlier connection
 * of the same place. The latency is from the connect until the response is there. Which of both it was is checked, too. */
#include "load.h"
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { EVENTS = 256, HEAD = 4096, READ = 1 << 17, MOST_LATENCIES = 1 << 22, PATIENCE_SECONDS = 20 };
enum kind { KEEP_ALIVE, FULL, RESUMED };

struct connection {
    int fd, open, head_size;
    long left; /* of the body; -1 before the head has come as a whole */
    long at;   /* the position in the body */
    double begun;
    SSL *tls;
    SSL_SESSION *session; /* to be resumed */
    char head[HEAD + 1];
};

static enum kind kind;
static int port, count, poller;
static long body_size;
static char request[256], in[READ], *expected;
static uint32_t *latencies;
static struct connection *all;
static SSL_CTX *context;

/* A server may send more than one ticket: the last is kept, and used once. */
static int keep_session(SSL *tls, SSL_SESSION *session) {
    struct connection *c = SSL_get_app_data(tls);
    if (c->session) SSL_SESSION_free(c->session);
    c->session = session;
    return 1;
}

static void print_errors(void) {
    ERR_print_errors_fp(stderr);
}

static void prepare(void) {
    atexit(print_errors);
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");
    SSL_CTX_set1_groups_list(context, "X25519:P-256");
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    if (kind == RESUMED) {
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context, keep_session);
    }
    expected = malloc(body_size + 1);
    for (long i = 0; i < body_size; i++) expected[i] = '0' + i % 10;
    if (body_size == 13) memcpy(expected, "Hello, World!", 13);
    latencies = malloc(MOST_LATENCIES * sizeof *latencies);
    all = calloc(count, sizeof *all);
}

static void begin(struct connection *c) {
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
    c->begun = now();
    c->fd = connected(port);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &e);
    c->tls = SSL_new(context);
    c->open = 0;
    SSL_set_app_data(c->tls, c);
    SSL_set_fd(c->tls, c->fd);
    SSL_set_connect_state(c->tls);
    if (kind == RESUMED && c->session) {
        SSL_set_session(c->tls, c->session);
        SSL_SESSION_free(c->session);
        c->session = NULL;
    }
}

/* With a close_notify, as a client should. */
static void end(struct connection *c) {
    SSL_shutdown(c->tls);
    SSL_free(c->tls);
    close(c->fd);
}

static void ask(struct connection *c) {
    int size = strlen(request);
    c->head_size = 0, c->at = 0, c->left = -1;
    if (SSL_write(c->tls, request, size) != size) fail("a request was not sent");
}

/* Goes on with the handshake. Returns whether it is done. */
static int handshake(struct connection *c, int resumes) {
    int done = SSL_do_handshake(c->tls);
    if (done != 1) {
        if (SSL_get_error(c->tls, done) != SSL_ERROR_WANT_READ) fail("a handshake failed");
        return 0;
    }
    c->open = 1;
    if (SSL_version(c->tls) != TLS1_3_VERSION) fail("it is not TLS 1.3");
    if (SSL_session_reused(c->tls) != resumes) fail(resumes ? "a session was not resumed" : "a session was resumed");
    return 1;
}

/* Opens a connection. The server may answer so soon that the handshake is done at once. */
static void start(struct connection *c, int resumes) {
    begin(c);
    if (handshake(c, resumes)) ask(c);
}

static void read_head(struct connection *c, const char **from, long *size) {
    while (*size > 0 && c->left < 0) {
        if (c->head_size == HEAD) fail("a head is too long");
        c->head[c->head_size++] = *(*from)++;
        --*size;
        if (c->head_size < 4 || memcmp(c->head + c->head_size - 4, "\r\n\r\n", 4)) continue;
        c->head[c->head_size] = 0;
        char *length = strcasestr(c->head, "content-length:");
        if (memcmp(c->head, "HTTP/1.1 200", 12) || !length || atol(length + 15) != body_size) fail("a head is not the expected one");
        c->left = body_size;
    }
}

/* Reads what has come. Returns whether the response is complete. */
static int receive(struct connection *c) {
    int size;
    while ((size = SSL_read(c->tls, in, READ)) > 0) {
        const char *from = in;
        long rest = size;
        read_head(c, &from, &rest);
        if (rest > (c->left < 0 ? 0 : c->left) || memcmp(from, expected + c->at, rest)) fail("a body is not the expected one");
        c->at += rest;
        if (c->left >= 0) c->left -= rest;
        if (c->left == 0) return 1;
    }
    if (SSL_get_error(c->tls, size) != SSL_ERROR_WANT_READ) fail("the server has closed a connection");
    return 0;
}

/* Runs the load until the time is over and all that was begun is answered. Returns the number of requests. */
static long run_until(double stop, int resumes) {
    struct epoll_event events[EVENTS];
    long done = 0;
    int under_way = count;
    for (int i = 0; i < count; i++) {
        if (kind == KEEP_ALIVE) {
            all[i].begun = now();
            ask(&all[i]);
        } else {
            start(&all[i], resumes);
        }
    }
    while (under_way > 0) {
        int n = epoll_wait(poller, events, EVENTS, 1000);
        if (n == 0 && now() > stop + PATIENCE_SECONDS) fail("responses are missing");
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c->open) {
                if (handshake(c, resumes)) ask(c);
                continue;
            }
            if (!receive(c)) continue;
            double at = now();
            if (done < MOST_LATENCIES) latencies[done] = (at - c->begun) * 1e6;
            done++;
            if (kind != KEEP_ALIVE) end(c);
            if (at >= stop) under_way--;
            else if (kind == KEEP_ALIVE) {
                c->begun = at;
                ask(c);
            } else {
                start(c, resumes);
            }
        }
    }
    return done;
}

static void run(double seconds) {
    double start = now();
    long done = run_until(start + seconds, kind == RESUMED);
    double took = now() - start;
    long times = done < MOST_LATENCIES ? done : MOST_LATENCIES;
    qsort(latencies, times, sizeof *latencies, compare);
    printf("%ld %.0f %u %u\n", done, took * 1e9, latencies[times / 2], latencies[times * 99 / 100]);
}

/* The connections that stay, or the sessions of the first ones. */
static void open_all(void) {
    if (kind == RESUMED) run_until(0, 0);
    if (kind != KEEP_ALIVE) return;
    for (int i = 0; i < count; i++) {
        begin(&all[i]);
        fcntl(all[i].fd, F_SETFL, 0);
        if (!handshake(&all[i], 0)) fail("a handshake failed");
        fcntl(all[i].fd, F_SETFL, O_NONBLOCK);
    }
}

int main(int argc, char **argv) {
    if (argc != 6) return fprintf(stderr, "tls_load PORT KIND PATH BODY_SIZE CONNECTIONS\n"), 2;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* so that it does not outlive the runner */
    signal(SIGPIPE, SIG_IGN);
    kind = !strcmp(argv[2], "keep-alive") ? KEEP_ALIVE : !strcmp(argv[2], "full") ? FULL : RESUMED;
    port = atoi(argv[1]), body_size = atol(argv[4]), count = atoi(argv[5]);
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", argv[3]);
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
