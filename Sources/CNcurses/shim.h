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
#include <stdlib.h>
#include <term.h>
#include <wchar.h>

// The globals, which Swift 6 does not let through.
static inline WINDOW *purser_window(void) { return stdscr; }
static inline int purser_colors(void) { return COLORS; }
static inline int purser_pairs(void) { return COLOR_PAIRS; }

// The next doupdate clears the terminal and draws everything.
static inline void purser_distrust(void) { clearok(curscr, TRUE); }

// newterm without the pauses that terminals of the 1970s needed: they would block the program.
static inline SCREEN *purser_newterm(const char *name, FILE *out, FILE *in) {
  setenv("NCURSES_NO_PADDING", "1", 1);
  SCREEN *screen = newterm(name, out, in);
  unsetenv("NCURSES_NO_PADDING");
  return screen;
}

// Attributes are macros, which Swift does not see: 1 bold, 2 dim, 4 italic, 8 underline, 16 reverse,
// 32 a letter of the line drawing set.
static inline int purser_cell(cchar_t *cell, wchar_t sign, unsigned flags, int pair) {
  static const attr_t bits[] = {A_BOLD, A_DIM, A_ITALIC, A_UNDERLINE, A_REVERSE, A_ALTCHARSET};
  attr_t attributes = A_NORMAL;
  for (unsigned i = 0; i < sizeof bits / sizeof bits[0]; i++) {
    if (flags & 1u << i) attributes |= bits[i];
  }
  const wchar_t text[2] = {sign, 0};
  return setcchar(cell, text, attributes, 0, &pair);
}

// The cells that the C library, and so ncurses, takes a sign to fill; -1 where it knows none.
static inline int purser_width(wchar_t sign) { return wcwidth(sign); }

#endif
