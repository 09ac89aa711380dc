// The way back from raw mode that must work inside a signal handler: only async-signal-safe calls,
// only memory that was filled before. Swift can't promise either.
#include "CProcess.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios found;
static char way_back[256];
static size_t way_back_length;
static int terminal = -1;
static atomic_int armed;

static void go_back(int how) {
  if (!atomic_exchange(&armed, 0)) return;
  const char *rest = way_back;
  size_t left = way_back_length;
  while (left > 0) {
    ssize_t written = write(terminal, rest, left);
    if (written <= 0) break;
    rest += written;
    left -= (size_t)written;
  }
  tcsetattr(terminal, how, &found);
}

static void on_fatal(int number) {
  int kept = errno;
  // Now, not after a drain: a stalled line must not keep a dying process.
  go_back(TCSANOW);
  errno = kept;
  // SA_RESETHAND has put the default action back.
  raise(number);
}

static void on_exit_leave(void) { go_back(TCSANOW); }

void purser_terminal_guard_thread(void) {
  // One for all threads: only one of them dies.
  static char spare[65536];
  static _Thread_local int guarded;
  if (guarded) return;
  guarded = 1;
  stack_t stack = {.ss_sp = spare, .ss_size = sizeof spare, .ss_flags = 0};
  sigaltstack(&stack, NULL);
}

static void arm_fatal(void) {
  static const int fatal[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGQUIT};
  purser_terminal_guard_thread();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_fatal;
  action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK);
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) sigaction(fatal[i], &action, NULL);
}

static int make_raw(void) {
  struct termios raw = found;
  raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON | PARMRK);
  raw.c_oflag &= ~(tcflag_t)OPOST;
  raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
  raw.c_cflag = (raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return tcsetattr(terminal, TCSADRAIN, &raw) == 0 ? 0 : errno;
}

int purser_terminal_enter(int fd, const char *restore, size_t length) {
  static int registered;
  // Only the first time: after a stop the shell gives back the raw settings it found.
  if (!registered && tcgetattr(fd, &found) != 0) return errno;
  terminal = fd;
  way_back_length = length < sizeof way_back ? length : sizeof way_back;
  memcpy(way_back, restore, way_back_length);
  arm_fatal();
  if (!registered) atexit(on_exit_leave);
  registered = 1;
  atomic_store(&armed, 1);
  return make_raw();
}

void purser_terminal_leave(int flush) { go_back(flush ? TCSAFLUSH : TCSADRAIN); }
