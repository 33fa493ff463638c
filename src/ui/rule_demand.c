/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_demand.c - what the approvals of a rule take, as rows of its form.
 */
#include <inttypes.h>

#include "ui/rule_edit.h"
#include "util/text.h"
#include "util/when.h"

enum demand_row {
    DEMAND_QUORUM,
    DEMAND_ROLES,
    DEMAND_LIFE,
    DEMAND_WARN,
    DEMAND_ESCALATE,
    DEMAND_GROUP,
    DEMAND_JUSTIFY,
    DEMAND_N,
};

_Static_assert((int)DEMAND_N == RULE_DEMAND_ROWS, "the rows are as many");

/* Empty where the rule says nothing. */
static const char *const names[DEMAND_N] = {
    [DEMAND_QUORUM] = "approval.quorum",     [DEMAND_ROLES] = "approval.roles",
    [DEMAND_LIFE] = "approval.life",         [DEMAND_WARN] = "approval.warn",
    [DEMAND_ESCALATE] = "approval.escalate", [DEMAND_GROUP] = "approval.group",
    [DEMAND_JUSTIFY] = "approval.justify",
};

static const struct {
    const char *label;
    enum form_kind kind;
    int width;
    const char *help;
} looks[DEMAND_N] = {
    [DEMAND_QUORUM] = {N_("People"), FORM_NUMBER, 8,
                       N_("How many must say yes; empty: as the settings "
                          "approvals.* say.")},
    [DEMAND_ROLES] = {N_("One of each"), FORM_TEXT, 32,
                      N_("A yes of each of these, each by another person: "
                         "approver, @netops.")},
    [DEMAND_LIFE] = {N_("Rejected after"), FORM_TEXT, 10,
                     N_("When nobody answers for this time: 30m, 2h.")},
    [DEMAND_WARN] = {N_("Warned before"), FORM_TEXT, 10,
                     N_("So long before that a warning goes out.")},
    [DEMAND_ESCALATE] = {N_("Others after"), FORM_TEXT, 10,
                         N_("When nobody answers for this time, others are "
                            "told.")},
    [DEMAND_GROUP] = {N_("Others"), FORM_TEXT, 20,
                      N_("Who is told then: a role, or a group as @leads.")},
    [DEMAND_JUSTIFY] = {N_("Says why"), FORM_BOOL, 0,
                        N_("A yes needs a reason, whatever the settings "
                           "say.")},
};

static const char *span_text(struct arena *arena, int64_t span)
{
    char text[WHEN_TEXT_SIZE];

    return span > 0 ? arena_text(arena, when_span(span, text)) : "";
}

static const char *roles_text(struct arena *arena, const struct demand *demand)
{
    const char *out;
    struct buf text;

    buf_init(&text);
    demand_roles_write(demand->roles, demand->n_roles, &text);
    out = arena_textn(arena, text.at, text.len);
    buf_done(&text);
    return out;
}

static const char *value_of(struct arena *arena, const struct demand *demand,
                            enum demand_row row)
{
    switch (row) {
    case DEMAND_QUORUM:
        return demand->quorum > 0
                   ? arena_printf(arena, "%" PRId64, demand->quorum)
                   : "";
    case DEMAND_ROLES:
        return roles_text(arena, demand);
    case DEMAND_LIFE:
        return span_text(arena, demand->life);
    case DEMAND_WARN:
        return span_text(arena, demand->warn);
    case DEMAND_ESCALATE:
        return span_text(arena, demand->escalate);
    case DEMAND_GROUP:
        return demand->group != NULL ? demand->group : "";
    default:
        return demand->justify == JUSTIFY_YES ? "true" : "false";
    }
}

size_t rule_demand_rows(const struct demand *demand, struct arena *arena,
                        struct form_row *rows)
{
    for (int i = 0; i < DEMAND_N; i++)
        rows[i] = (struct form_row){
            .name = names[i],
            .label = _(looks[i].label),
            .kind = looks[i].kind,
            .width = looks[i].width,
            .value = str_of(value_of(arena, demand, (enum demand_row)i)),
            .help = _(looks[i].help),
            .tag = edit_tag_put((struct edit_tag){.row = ROW_DEMAND, .id = i}),
        };
    return DEMAND_N;
}

static bool good_quorum(struct str value, struct err *err)
{
    int64_t n;

    return (str_int(value, &n) && n >= 1 && n <= LIMIT_QUORUM) ||
           err_set(err, ERR_INPUT,
                   _("Write a number of people from 1 to %d, or nothing."),
                   LIMIT_QUORUM);
}

static bool good_roles(struct str value, struct err *err)
{
    struct arena *arena = arena_new();
    struct demand demand = {0};
    bool ok = demand_roles_parse(value, arena, &demand, err);

    arena_free(arena);
    return ok;
}

static bool good_span(struct str value, struct err *err)
{
    int64_t span;

    return (when_span_parse(value, &span) && span >= WHEN_SECOND) ||
           err_set(err, ERR_INPUT,
                   _("Write a time such as 5m, 2h or 1d, or nothing."));
}

bool rule_demand_check(struct rule_edit *edit, struct edit_tag tag,
                       struct str value, struct err *err)
{
    static bool (*const checks[DEMAND_N])(struct str, struct err *) = {
        [DEMAND_QUORUM] = good_quorum, [DEMAND_ROLES] = good_roles,
        [DEMAND_LIFE] = good_span,     [DEMAND_WARN] = good_span,
        [DEMAND_ESCALATE] = good_span, [DEMAND_GROUP] = demand_role_fit,
    };

    (void)edit;
    value = str_trim(value);
    return value.len == 0 || checks[tag.id] == NULL ||
           checks[tag.id](value, err);
}

static struct str typed(const struct rule_edit *edit, enum demand_row row)
{
    return str_trim(form_value(edit->form, names[row]));
}

static int64_t span_of(const struct rule_edit *edit, enum demand_row row)
{
    int64_t span = 0;

    when_span_parse(typed(edit, row), &span);
    return span;
}

/* A "no" of a rule counts for nothing, and stays as it stands in its file. */
static enum justify justify_of(const struct rule_edit *edit)
{
    if (str_eq(typed(edit, DEMAND_JUSTIFY), STR("true")))
        return JUSTIFY_YES;
    return edit->base->approval.justify == JUSTIFY_NO ? JUSTIFY_NO
                                                      : JUSTIFY_UNSAID;
}

void rule_demand_read(const struct rule_edit *edit, struct arena *arena,
                      struct demand *out)
{
    struct str group = typed(edit, DEMAND_GROUP);
    struct demand read = {
        .life = span_of(edit, DEMAND_LIFE),
        .warn = span_of(edit, DEMAND_WARN),
        .escalate = span_of(edit, DEMAND_ESCALATE),
        .justify = justify_of(edit),
    };
    struct err ignored;

    str_int(typed(edit, DEMAND_QUORUM), &read.quorum);
    demand_roles_parse(typed(edit, DEMAND_ROLES), arena, &read, &ignored);
    if (group.len > 0)
        read.group = arena_textn(arena, group.at, group.len);
    *out = read;
}
