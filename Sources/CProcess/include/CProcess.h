#ifndef PURSER_CPROCESS_H
#define PURSER_CPROCESS_H

#include <stddef.h>
#include <stdio.h>

// Makes what the process writes and leaves behind private: umask 077, no core file, not dumpable and
// not to be traced by other processes of the same person. Call it before anything else.
// Returns 0, or the number of the error of the step that failed.
int purser_harden(void);

// The last of these steps alone. Returns 0 or -1.
int purser_make_undumpable(void);

// Lets all threads share one heap. The others of glibc grow page by page, a system call each, and keep what a thread freed
// from the next one. Call it before the first thread.
void purser_share_arena(void);

// Puts a terminal into raw mode and arms the way back: `restore` is written and the settings found
// here are put back when the process exits or dies by SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS,
// SIGFPE or SIGQUIT. At most 256 bytes of it are kept. Returns 0 or an error number.
int purser_terminal_enter(int fd, const char *restore, size_t length);

// Gives the calling thread a spare stack, so that the way back works when its own is full. Costs a
// look at a variable after the first time.
void purser_terminal_guard_thread(void);

// Goes that way now. `flush` drops what was typed and not read. Does nothing the second time.
void purser_terminal_leave(int flush);

// Starts to collect SIGWINCH, SIGCONT, SIGTSTP, SIGHUP, SIGTERM and SIGINT. Returns a descriptor
// from which each is read as one byte, its number; or -1.
int purser_signals_open(void);

// Gives these signals back what they did before.
void purser_signals_close(void);

// Stops the process group as ^Z in a shell does, and returns when it goes on. The signals are open.
void purser_stop(void);

// A file in memory, closed in programs that this one starts; NULL where there is none to be had.
FILE *purser_memory_file(void);

#endif
