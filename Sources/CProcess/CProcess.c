#include "CProcess.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/stat.h>

#ifdef __linux__
#include <malloc.h>
#include <sys/prctl.h>
#endif

int purser_make_undumpable(void) {
#ifdef __linux__
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#else
  return 0;
#endif
}

int purser_harden(void) {
  umask(077);
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
  return purser_make_undumpable() == 0 ? 0 : errno;
}

void purser_share_arena(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
#endif
}
