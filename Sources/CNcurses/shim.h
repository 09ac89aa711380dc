#ifndef PURSER_CNCURSES_SHIM_H
#define PURSER_CNCURSES_SHIM_H

// The wide-character macros come before the header, or parts of it are missing.
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <ncurses.h>
#include <term.h>

// tiparm takes any number of arguments, which Swift can't pass.
static inline const char *purser_tiparm1(const char *capability, int first) {
  return tiparm(capability, first);
}
static inline const char *purser_tiparm2(const char *capability, int first, int second) {
  return tiparm(capability, first, second);
}

#endif
