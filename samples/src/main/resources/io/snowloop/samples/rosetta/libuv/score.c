#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

static char played[8];
static int ends[2];
static uv_poll_t ours;
static uv_timer_t timer, timer0;
static uv_idle_t first, queued, queued_later; /* what is nearest to a task: it stops itself */
static uv_async_t other;

static void play(char letter) {
    played[strlen(played)] = letter;
    if (strlen(played) == 7) exit(puts(played) < 0);
}
static void on_timer(uv_timer_t *which) { play(which == &timer ? 'T' : 't'); }
static void on_task(uv_idle_t *task) { uv_idle_stop(task); play(task == &queued ? 'Q' : 'q'); }
static void on_other(uv_async_t *none) { play('X'); }
static void send_other(void *none) { uv_async_send(&other); }
static void readable(uv_poll_t *which, int status, int events) {
    char byte;
    if (read(ends[0], &byte, 1) == 1) play('S');
    uv_idle_start(&queued_later, on_task);
    uv_timer_start(&timer0, on_timer, 0, 0);
    play('p'); /* it has no promises: the program calls its callback */
}
static void begin(uv_idle_t *task) {
    uv_thread_t thread;
    uv_idle_stop(task);
    uv_idle_start(&queued, on_task);
    uv_thread_create(&thread, send_other, NULL);
    uv_thread_join(&thread);
    if (write(ends[1], "!", 1) == 1) usleep(40000); /* it blocks the loop: the timer is due then */
}
int main(void) {
    uv_loop_t *loop = uv_default_loop();
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 1;
    uv_idle_init(loop, &first), uv_idle_init(loop, &queued), uv_idle_init(loop, &queued_later);
    uv_timer_init(loop, &timer), uv_timer_init(loop, &timer0);
    uv_async_init(loop, &other, on_other);
    uv_poll_init(loop, &ours, ends[0]);
    uv_poll_start(&ours, UV_READABLE, readable);
    uv_timer_start(&timer, on_timer, 20, 0);
    uv_idle_start(&first, begin);
    return uv_run(loop, UV_RUN_DEFAULT);
}
