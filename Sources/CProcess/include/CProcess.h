#ifndef PURSER_CPROCESS_H
#define PURSER_CPROCESS_H
int purser_make_undumpable(void);
#endif
