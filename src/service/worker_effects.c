/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * worker_effects.c - commands of the screens about containments.
 */
#include "service/console_part.h"
#include "service/desk_part.h"
#include "service/govern.h"
#include "util/when.h"

/* "2h" longer, a moment, or "never". */
static bool do_extend(struct desk *desk, const struct command *c, int64_t row,
                      struct err *err)
{
    struct str text = str_trim(str_of(c->text));
    struct extend_wish wish = {.effect = row, .why = c->why};
    int64_t until;

    wish.never = str_eq(text, STR("never"));
    if (!wish.never && !when_parse(text, &wish.until) &&
        !plan_term_parse(text, &wish.lasts, err))
        return false;
    return contain_extend(desk, &wish, &until, err);
}

static bool do_settle(struct desk *desk, const struct command *c, int64_t row,
                      struct err *err)
{
    return contain_settle(desk, row, (enum effect_state)c->number, c->why, err);
}

static bool read_parameters(const char *lines, struct json *out,
                            struct err *err)
{
    struct str rest = str_of(lines), line;

    while (str_cut(&rest, '\n', &line)) {
        if (!parameter_add(line, out, err))
            return false;
    }
    return true;
}

static bool do_contain(struct desk *desk, const struct command *c, int64_t *run,
                       struct err *err)
{
    struct json *parameters = json_new_object();
    bool ok;

    struct contain_wish wish = {
        .action = c->text,
        .target = c->target,
        .event = c->row,
        .why = c->why,
        .glass = c->flag,
        .term = {.lasts = c->number},
        .parameters = parameters,
    };

    ok = read_parameters(c->more, parameters, err) &&
         contain_wish(desk, &wish, run, err);
    json_free(parameters);
    return ok;
}

bool worker_effect(struct desk *desk, const struct command *c, int64_t row,
                   int64_t *made, struct err *err)
{
    switch (c->kind) {
    case COMMAND_CONTAIN:
        return do_contain(desk, c, made, err);
    case COMMAND_EXTEND:
        return do_extend(desk, c, row, err);
    case COMMAND_CHECK:
        return contain_check(desk, row, made, err);
    case COMMAND_SETTLE_EFFECT:
        return do_settle(desk, c, row, err);
    default:
        return c->flag ? contain_undo_anyway(desk, row, c->why, made, err)
                       : contain_undo(desk, row, c->why, made, err);
    }
}
