/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/fault.h"

#include "util/text.h"

static const char *const names[FAULT_N] = {
    [FAULT_NONE] = "",           [FAULT_401] = "401",   [FAULT_429] = "429",
    [FAULT_500] = "500",         [FAULT_503] = "503",   [FAULT_CUT] = "cut",
    [FAULT_GARBAGE] = "garbage", [FAULT_SLOW] = "slow", [FAULT_RESET] = "reset",
};

const char *fault_name(enum fault fault)
{
    return names[fault];
}

static bool parse_share(struct faults *faults, struct str part, struct err *err)
{
    struct str name, rest = part;
    double share;

    if (!str_cut(&rest, ':', &name) || !str_real(rest, &share) ||
        !(share >= 0) || share > 1)
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is no fault: a name, a colon and a share "
                         "from 0 to 1 are."),
                       STR_ARG(part));
    for (unsigned i = FAULT_NONE + 1; i < FAULT_N; i++) {
        if (str_eq(name, str_of(names[i]))) {
            faults->share[i] = share;
            return true;
        }
    }
    return err_set(err, ERR_INPUT,
                   _("There is no fault \"%.*s\"; there are 401, 429, 500, "
                     "503, cut, garbage, slow and reset."),
                   STR_ARG(name));
}

bool faults_parse(struct faults *faults, struct str spec, struct err *err)
{
    struct faults read = {.rng = {0}};
    struct str shares, part;
    int64_t seed = 1;

    spec = str_trim(spec);
    if (!str_cut(&spec, ';', &shares))
        shares = STR_NONE;
    if (!str_empty(spec) && (!str_starts(spec, STR("seed=")) ||
                             !str_int(str_sub(spec, 5, spec.len), &seed)))
        return err_set(err, ERR_INPUT,
                       _("After the faults only \";seed=N\" may follow, not "
                         "\"%.*s\"."),
                       STR_ARG(spec));
    while (str_cut(&shares, ',', &part)) {
        if (!parse_share(&read, str_trim(part), err))
            return false;
    }
    rng_init(&read.rng, (uint64_t)seed);
    *faults = read;
    return true;
}

enum fault faults_draw(struct faults *faults)
{
    double r = rng_real(&faults->rng);

    for (unsigned i = FAULT_NONE + 1; i < FAULT_N; i++) {
        if (r < faults->share[i])
            return (enum fault)i;
        r -= faults->share[i];
    }
    return FAULT_NONE;
}
