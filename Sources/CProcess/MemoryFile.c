// A file without a name: what ncurses writes is read back from it.
#define _GNU_SOURCE
#include "CProcess.h"

#ifdef __linux__
#include <sys/mman.h>

FILE *purser_memory_file(void) {
  int fd = memfd_create("purser-screen", MFD_CLOEXEC);
  return fd < 0 ? NULL : fdopen(fd, "w+e");
}
#else
FILE *purser_memory_file(void) { return tmpfile(); }
#endif
