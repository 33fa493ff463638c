/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/rng.h"

void rng_init(struct rng *rng, uint64_t seed)
{
    /* Seeds 1, 2, 3 … must not begin alike. */
    rng->state = seed * UINT64_C(0xd1342543de82ef95) + 1;
    rng_next(rng);
}

/* Steele, Lea and Flood's SplitMix64: fast, and any state is a good one. */
uint64_t rng_next(struct rng *rng)
{
    uint64_t z = rng->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

double rng_real(struct rng *rng)
{
    return (double)(rng_next(rng) >> 11) * 0x1.0p-53;
}

uint32_t rng_below(struct rng *rng, uint32_t bound)
{
    return (uint32_t)(((rng_next(rng) >> 32) * bound) >> 32);
}

const char *rng_guid(struct rng *rng, char out[GUID_SIZE])
{
    static const char shape[GUID_SIZE] = "xxxxxxxx-xxxx-4xxx-9xxx-xxxxxxxxxxxx";
    uint64_t bits = 0;
    unsigned left = 0;

    for (size_t i = 0; i < GUID_SIZE; i++) {
        if (shape[i] != 'x') {
            out[i] = shape[i];
            continue;
        }
        if (left == 0) {
            bits = rng_next(rng);
            left = 16;
        }
        out[i] = "0123456789abcdef"[bits & 15];
        bits >>= 4;
        left--;
    }
    return out;
}
