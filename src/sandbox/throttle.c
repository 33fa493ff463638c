/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/throttle.h"

#include <math.h>

#include "util/map.h"
#include "util/mem.h"
#include "util/text.h"

#define SCOPES 64

struct bucket {
    double level;
    int64_t at; /* monotonic; 0 before its first use */
};

struct throttle {
    struct {
        double size, refill;
    } kind[THROTTLE_KIND_N];
    struct map scopes;
    struct bucket bucket[SCOPES][THROTTLE_KIND_N];
};

bool throttle_new(const char *rate, struct throttle **out, struct err *err)
{
    struct str rest = str_of(rate), part = STR_NONE;
    int64_t size = 0, refill = 0;
    struct throttle *throttle;

    if (rate && (!str_cut(&rest, '/', &part) || !str_int(part, &size) ||
                 size < 1 || size > 1000000 ||
                 (!str_empty(rest) && (!str_int(rest, &refill) || refill < 1))))
        return err_set(err, ERR_INPUT,
                       _("--rate needs a number of calls, or two with a "
                         "slash between them, not \"%s\"."),
                       rate);
    throttle = mem_new(sizeof(*throttle));
    map_init(&throttle->scopes, true);
    for (unsigned i = 0; i < THROTTLE_KIND_N; i++) {
        throttle->kind[i].size = i == THROTTLE_READS ? 250 : 200;
        throttle->kind[i].refill = i == THROTTLE_READS ? 25 : 10;
        if (rate) {
            throttle->kind[i].size = (double)size;
            throttle->kind[i].refill =
                refill ? (double)refill : (double)size / 10;
        }
    }
    *out = throttle;
    return true;
}

void throttle_free(struct throttle *throttle)
{
    if (!throttle)
        return;
    map_done(&throttle->scopes);
    mem_free(throttle);
}

enum throttle_kind throttle_kind_of(struct str method)
{
    if (str_eq(method, STR("GET")) || str_eq(method, STR("HEAD")))
        return THROTTLE_READS;
    return str_eq(method, STR("DELETE")) ? THROTTLE_DELETES : THROTTLE_WRITES;
}

static struct bucket *bucket_of(struct throttle *throttle, struct str scope,
                                enum throttle_kind kind)
{
    uint32_t number = map_find(&throttle->scopes, scope);

    /* The last bucket serves all scopes that came too late for their own. */
    if (number == MAP_NONE)
        number = throttle->scopes.count < SCOPES
                     ? map_add(&throttle->scopes, scope)
                     : SCOPES - 1;
    return &throttle->bucket[number][kind];
}

bool throttle_take(struct throttle *throttle, struct str scope,
                   enum throttle_kind kind, int64_t now, int *left, int *wait)
{
    struct bucket *bucket = bucket_of(throttle, scope, kind);
    double size = throttle->kind[kind].size;
    double refill = throttle->kind[kind].refill;

    if (!bucket->at)
        bucket->level = size;
    else
        bucket->level += (double)(now - bucket->at) / 1000 * refill;
    bucket->at = now;
    if (bucket->level > size)
        bucket->level = size;
    *left = bucket->level >= 1 ? (int)bucket->level - 1 : 0;
    if (bucket->level < 1) {
        *wait = (int)ceil((1 - bucket->level) / refill);
        return false;
    }
    bucket->level -= 1;
    return true;
}

const char *throttle_header(enum throttle_kind kind, bool tenant)
{
    static const char *const names[THROTTLE_KIND_N][2] = {
        [THROTTLE_READS] = {"x-ms-ratelimit-remaining-subscription-reads",
                            "x-ms-ratelimit-remaining-tenant-reads"},
        [THROTTLE_WRITES] = {"x-ms-ratelimit-remaining-subscription-writes",
                             "x-ms-ratelimit-remaining-tenant-writes"},
        [THROTTLE_DELETES] = {"x-ms-ratelimit-remaining-subscription-deletes",
                              "x-ms-ratelimit-remaining-tenant-deletes"},
    };

    return names[kind][tenant];
}
