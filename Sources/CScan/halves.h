#ifndef VASTGUARD_HALVES_H
#define VASTGUARD_HALVES_H

#include "look.h"

// The looks whose tables tell bytes by their halves: one byte at a time, and 32 at a time where the
// processor can. Both return 0 where memory is short, else 1.
int vg_look_portable(struct look *look);
int vg_look_by_halves(struct look *look);

// Whether this processor has the instructions of the second.
int vg_can_look_by_halves(void);

#endif
