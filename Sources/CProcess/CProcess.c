#include "CProcess.h"
#include <sys/prctl.h>
int purser_make_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
