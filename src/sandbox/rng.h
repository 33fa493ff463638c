/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rng.h - numbers that look random and are the same for the same seed.
 *
 * Everything that the sandbox invents comes from here, so that a scenario, a
 * stream of alerts or a series of faults can be played again.  Tokens come
 * from digest_random() instead.
 *
 * Thread: one at a time.
 */
#ifndef RIPOSTE_SANDBOX_RNG_H
#define RIPOSTE_SANDBOX_RNG_H

#include <stdint.h>

#include "util/digest.h"

struct rng {
    uint64_t state;
};

void rng_init(struct rng *rng, uint64_t seed);
uint64_t rng_next(struct rng *rng);
double rng_real(struct rng *rng);                    /* [0, 1) */
uint32_t rng_below(struct rng *rng, uint32_t bound); /* bound > 0 */
/* A version 4 GUID, lower case, terminated. */
const char *rng_guid(struct rng *rng, char out[GUID_SIZE]);

#endif
