/* An open-loop load: a constant number of requests per second, each at its time, independent of earlier responses. A request
 * without a free connection waits, and its latency counts from the time at which it was due. So a pause of the server is part of
 * the latency of all requests that are due in it. wrk does not measure this, because each of its connections waits for a response
 * first (coordinated omission). wrk2 counts in the same way. It polls without sleeping, because it has its own CPU. It prints
 * each latency in microseconds, with the number of responses that had it. */
#include "load.h"
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 256, ANSWER = 65536 };

static const char request[] = "GET /plaintext HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
static char answer[ANSWER];

int main(int argc, char **argv) {
    if (argc != 5) return fprintf(stderr, "steady_load PORT RATE CONNECTIONS SECONDS\n"), 2;
    int port = atoi(argv[1]), connections = atoi(argv[3]), idle_count = 0, poller = epoll_create1(0);
    double rate = atof(argv[2]), seconds = atof(argv[4]);
    long total = rate * seconds, begun = 0, done = 0;
    int *idle = calloc(connections, sizeof *idle), *fds = calloc(connections, sizeof *fds);
    double *due = calloc(connections, sizeof *due);
    uint32_t *latencies = calloc(total, sizeof *latencies);
    for (int i = 0; i < connections; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
        fds[i] = connected(port);
        fcntl(fds[i], F_SETFL, O_NONBLOCK);
        epoll_ctl(poller, EPOLL_CTL_ADD, fds[i], &e);
        idle[idle_count++] = i;
    }
    for (double start = now(), end = start + seconds + 10; done < total && now() < end;) {
        struct epoll_event events[EVENTS];
        while (begun < total && idle_count > 0 && start + begun / rate <= now()) {
            int i = idle[--idle_count];
            due[i] = start + begun++ / rate;
            if (send(fds[i], request, sizeof request - 1, MSG_NOSIGNAL) < 0) return perror("steady_load"), 1;
        }
        int n = epoll_wait(poller, events, EVENTS, 0);
        for (int j = 0; j < n; j++) {
            int i = events[j].data.u32;
            /* A response arrives in one piece, because it is much smaller than a packet of the loopback interface. */
            ssize_t size = recv(fds[i], answer, sizeof answer, 0);
            if (size < 0 && errno == EAGAIN) continue;
            if (size <= 0 || memcmp(answer, "HTTP/1.1 200", 12)) fail("no answer");
            latencies[done++] = (now() - due[i]) * 1e6;
            idle[idle_count++] = i;
        }
    }
    /* Without those that are missing, the latencies would be too good. */
    if (done < total) return fprintf(stderr, "steady_load: %ld of %ld requests are not answered\n", total - done, total), 1;
    qsort(latencies, done, sizeof *latencies, compare);
    for (long i = 0, same = 0; i < done; i++, same = 0) {
        while (i + ++same < done && latencies[i + same] == latencies[i]) {}
        printf("%u %ld\n", latencies[i], same);
        i += same - 1;
    }
    return 0;
}
