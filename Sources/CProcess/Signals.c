// Signals as bytes in a pipe, so that the main loop meets them between two of its steps.
#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const int collected[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGHUP, SIGTERM, SIGINT};
enum { collected_count = sizeof collected / sizeof collected[0] };
static struct sigaction before[collected_count];
static int ends[2] = {-1, -1};

static void on_signal(int number) {
  int kept = errno;
  unsigned char byte = (unsigned char)number;
  // A full pipe holds enough of them already.
  ssize_t written = write(ends[1], &byte, 1);
  (void)written;
  errno = kept;
}

int purser_signals_open(void) {
  if (ends[0] >= 0) return ends[0];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < collected_count; i++) sigaction(collected[i], &action, &before[i]);
  return ends[0];
}

void purser_signals_close(void) {
  if (ends[0] < 0) return;
  for (int i = 0; i < collected_count; i++) sigaction(collected[i], &before[i], NULL);
  close(ends[0]);
  close(ends[1]);
  ends[0] = ends[1] = -1;
}

// Takes SIGCONT out of the pipe, which the caller of purser_stop learns by its return.
static void drop_continue(void) {
  unsigned char bytes[64];
  ssize_t count = read(ends[0], bytes, sizeof bytes);
  for (ssize_t i = 0; i < count; i++) {
    if (bytes[i] == SIGCONT || bytes[i] == SIGWINCH) continue;
    ssize_t written = write(ends[1], &bytes[i], 1);
    (void)written;
  }
}

void purser_stop(void) {
  struct sigaction plain, kept;
  memset(&plain, 0, sizeof plain);
  plain.sa_handler = SIG_DFL;
  sigemptyset(&plain.sa_mask);
  sigaction(SIGTSTP, &plain, &kept);
  kill(0, SIGTSTP);
  // Another thread may be the one to take the signal, so the stop comes a moment later: what ends it
  // puts a byte into the pipe. Without job control nothing stops, and the wait ends by itself.
  struct pollfd wait = {.fd = ends[0], .events = POLLIN};
  if (poll(&wait, 1, 200) > 0) drop_continue();
  sigaction(SIGTSTP, &kept, NULL);
}
