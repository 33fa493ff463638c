/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/demand.h"

#include "model/codec.h"
#include "model/limits.h"
#include "model/role.h"
#include "util/text.h"
#include "util/when.h"

static const char where[] = "approval";
static const char *const members[] = {"quorum",   "roles", "life",   "warn",
                                      "escalate", "group", "justify"};

void demand_over(struct demand *demand, const struct demand *more)
{
    if (more->quorum > 0)
        demand->quorum = more->quorum;
    if (more->n_roles > 0) {
        demand->roles = more->roles;
        demand->n_roles = more->n_roles;
    }
    if (more->life > 0)
        demand->life = more->life;
    if (more->warn > 0)
        demand->warn = more->warn;
    if (more->escalate > 0)
        demand->escalate = more->escalate;
    if (more->group)
        demand->group = more->group;
    if (more->justify != JUSTIFY_UNSAID)
        demand->justify = more->justify;
}

static bool has_role(const char *const *roles, size_t n, const char *role)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_fold(str_of(roles[i]), str_of(role)))
            return true;
    }
    return false;
}

static void join_roles(struct demand *demand, const struct demand *more,
                       struct arena *arena)
{
    const char **all =
        arena_array(arena, demand->n_roles + more->n_roles + 1, sizeof(*all));
    size_t n = 0;

    for (size_t i = 0; i < demand->n_roles; i++)
        all[n++] = demand->roles[i];
    for (size_t i = 0; i < more->n_roles && n < LIMIT_DEMAND_ROLES; i++) {
        if (!has_role(all, n, more->roles[i]))
            all[n++] = more->roles[i];
    }
    demand->roles = all;
    demand->n_roles = n;
}

/* The shorter of two spans, where 0 is none at all. */
static int64_t sooner(int64_t a, int64_t b)
{
    return a == 0 || (b > 0 && b < a) ? b : a;
}

void demand_raise(struct demand *demand, const struct demand *more,
                  struct arena *arena)
{
    if (more->quorum > demand->quorum)
        demand->quorum = more->quorum;
    if (more->n_roles > 0)
        join_roles(demand, more, arena);
    demand->life = sooner(demand->life, more->life);
    if (more->warn > demand->warn)
        demand->warn = more->warn;
    demand->escalate = sooner(demand->escalate, more->escalate);
    if (!demand->group)
        demand->group = more->group;
    if (more->justify == JUSTIFY_YES)
        demand->justify = JUSTIFY_YES;
}

bool demand_said(const struct demand *demand)
{
    return demand->quorum > 0 || demand->n_roles > 0 || demand->life > 0 ||
           demand->warn > 0 || demand->escalate > 0 || demand->group ||
           demand->justify != JUSTIFY_UNSAID;
}

int64_t demand_people(const struct demand *demand)
{
    int64_t people = (int64_t)demand->n_roles;

    if (demand->quorum > people)
        people = demand->quorum;
    return people > 0 ? people : 1;
}

size_t votes_yes(const struct vote *votes, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += votes[i].yes;
    return count;
}

/* Who stands for which role, found one role after the other; a person who
 * stands for another role already makes room where that role can be taken by
 * somebody else. */
struct matching {
    const struct demand *demand;
    const struct vote *votes;
    size_t n;
    int of[LIMIT_QUORUM]; /* role that a vote stands for; -1: none */
};

static bool stands_for(const struct matching *m, size_t vote, size_t role)
{
    const struct vote *v = &m->votes[vote];

    return v->yes && (has_role(v->roles, v->n_roles, m->demand->roles[role]) ||
                      (m->demand->group &&
                       has_role(v->roles, v->n_roles, m->demand->group)));
}

static bool place(struct matching *m, size_t role, unsigned *tried)
{
    for (size_t i = 0; i < m->n; i++) {
        if ((*tried & (1u << i)) || !stands_for(m, i, role))
            continue;
        *tried |= 1u << i;
        if (m->of[i] < 0 || place(m, (size_t)m->of[i], tried)) {
            m->of[i] = (int)role;
            return true;
        }
    }
    return false;
}

/* Set of roles for which somebody stands, one bit each. */
static unsigned roles_met(const struct demand *demand, const struct vote *votes,
                          size_t n)
{
    struct matching m = {.demand = demand,
                         .votes = votes,
                         .n = n < LIMIT_QUORUM ? n : LIMIT_QUORUM};
    unsigned met = 0;

    for (size_t i = 0; i < m.n; i++)
        m.of[i] = -1;
    for (size_t role = 0; role < demand->n_roles; role++) {
        unsigned tried = 0;

        if (place(&m, role, &tried))
            met |= 1u << role;
    }
    return met;
}

bool demand_met(const struct demand *demand, const struct vote *votes, size_t n)
{
    return (int64_t)votes_yes(votes, n) >= demand_people(demand) &&
           roles_met(demand, votes, n) == (1u << demand->n_roles) - 1;
}

void demand_missing(const struct demand *demand, const struct vote *votes,
                    size_t n, struct buf *out)
{
    unsigned met = roles_met(demand, votes, n);
    const char *comma = "";

    for (size_t i = 0; i < demand->n_roles; i++) {
        if (met & (1u << i))
            continue;
        buf_printf(out, "%s%s", comma, demand->roles[i]);
        comma = ", ";
    }
}

void demand_write(const struct demand *demand, struct buf *out)
{
    long long people = (long long)demand_people(demand);

    if (people == 1)
        buf_text(out, _("1 person"));
    else
        buf_printf(out, _("%lld people"), people);
    for (size_t i = 0; i < demand->n_roles; i++) {
        buf_text(out, i == 0 ? ": " : ", ");
        buf_printf(out, _("one of %s"), demand->roles[i]);
    }
}

void demand_roles_write(const char *const *roles, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%s%s", i > 0 ? ", " : "", roles[i]);
}

/* ---- JSON ---- */

bool demand_role_fit(struct str role, struct err *err)
{
    for (int i = 0; i < ROLE_N; i++) {
        if (str_eq_fold(role, str_of(role_name((enum role)i))))
            return true;
    }
    if (str_starts(role, STR("@")) && role.len > 1 && role.len <= LIMIT_NAME)
        return true;
    return err_set(err, ERR_INPUT,
                   _("\"%.*s\" is no role. It is one of viewer, analyst, "
                     "author, approver, admin, or a group as @netops."),
                   STR_ARG(str_sub(role, 0, LIMIT_NAME)));
}

static bool add_role(struct str role, struct arena *arena, struct demand *out,
                     struct err *err)
{
    const char **grown;

    role = str_trim(role);
    if (!demand_role_fit(role, err))
        return false;
    if (out->n_roles == LIMIT_DEMAND_ROLES)
        return err_set(err, ERR_INPUT,
                       _("An approval takes answers of at most %d roles."),
                       LIMIT_DEMAND_ROLES);
    grown = arena_array(arena, out->n_roles + 1, sizeof(*grown));
    for (size_t i = 0; i < out->n_roles; i++)
        grown[i] = out->roles[i];
    grown[out->n_roles] = arena_str(arena, role).at;
    if (!has_role(out->roles, out->n_roles, grown[out->n_roles])) {
        out->roles = grown;
        out->n_roles++;
    }
    return true;
}

bool demand_roles_parse(struct str text, struct arena *arena,
                        struct demand *out, struct err *err)
{
    struct demand read = {0};
    struct str part;

    while (str_cut(&text, ',', &part)) {
        if (!add_role(part, arena, &read, err))
            return false;
    }
    out->roles = read.roles;
    out->n_roles = read.n_roles;
    return true;
}

static bool read_span(const struct json *json, const char *name, int64_t *out,
                      struct err *err)
{
    const struct json *value;

    if (!member_type(json, where, name, JSON_TEXT, &value, err))
        return false;
    if (!value)
        return true;
    if (!when_span_parse(json_text(value), out) || *out < WHEN_SECOND)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" in approval must be a span such as 15m or "
                         "2h."),
                       name);
    return true;
}

static bool read_roles(const struct json *json, struct arena *arena,
                       struct demand *out, struct err *err)
{
    const struct json *list;

    if (!member_list(json, where, "roles", LIMIT_DEMAND_ROLES, &list, err))
        return false;
    for (size_t i = 0; i < json_length(list); i++) {
        if (!add_role(json_text(json_item(list, i)), arena, out, err))
            return false;
    }
    return true;
}

static bool read_quorum(const struct json *json, int64_t *out, struct err *err)
{
    const struct json *value;

    if (!member_type(json, where, "quorum", JSON_INT, &value, err))
        return false;
    if (value)
        json_int(value, out);
    if (value && (*out < 1 || *out > LIMIT_QUORUM))
        return err_set(err, ERR_INPUT,
                       _("\"quorum\" in approval must be a number from 1 to "
                         "%d."),
                       LIMIT_QUORUM);
    return true;
}

static bool read_rest(const struct json *json, struct arena *arena,
                      struct demand *out, struct err *err)
{
    const struct json *justify;
    char *group = NULL;
    bool yes = false;

    if (!member_text(json, where, "group", "", arena, &group, err) ||
        !member_type(json, where, "justify", JSON_BOOL, &justify, err))
        return false;
    if (*group && !demand_role_fit(str_of(group), err))
        return false;
    if (*group)
        out->group = group;
    if (json_bool(justify, &yes))
        out->justify = yes ? JUSTIFY_YES : JUSTIFY_NO;
    return true;
}

bool demand_from_json(const struct json *json, struct arena *arena,
                      struct demand *out, struct err *err)
{
    struct demand read = {0};

    if (json && (!members_known(json, where, members,
                                sizeof(members) / sizeof(members[0]), err) ||
                 !read_quorum(json, &read.quorum, err) ||
                 !read_roles(json, arena, &read, err) ||
                 !read_span(json, "life", &read.life, err) ||
                 !read_span(json, "warn", &read.warn, err) ||
                 !read_span(json, "escalate", &read.escalate, err) ||
                 !read_rest(json, arena, &read, err)))
        return false;
    *out = read;
    return true;
}

static void set_span(struct json *out, const char *name, int64_t span)
{
    char text[WHEN_TEXT_SIZE];

    if (span > 0)
        json_set_text(out, name, when_span(span, text));
}

struct json *demand_to_json(const struct demand *demand)
{
    struct json *out = json_new_object();
    struct json *roles;

    if (demand->quorum > 0)
        json_set_int(out, "quorum", demand->quorum);
    if (demand->n_roles > 0) {
        roles = json_new_array();
        for (size_t i = 0; i < demand->n_roles; i++)
            json_add_take(roles, json_new_text(str_of(demand->roles[i])));
        json_set_take(out, "roles", roles);
    }
    set_span(out, "life", demand->life);
    set_span(out, "warn", demand->warn);
    set_span(out, "escalate", demand->escalate);
    if (demand->group)
        json_set_text(out, "group", demand->group);
    if (demand->justify != JUSTIFY_UNSAID)
        json_set_bool(out, "justify", demand->justify == JUSTIFY_YES);
    return out;
}

void demand_copy(const struct demand *demand, struct arena *arena,
                 struct demand *out)
{
    const char **roles = arena_array(arena, demand->n_roles, sizeof(*roles));

    for (size_t i = 0; i < demand->n_roles; i++)
        roles[i] = arena_text(arena, demand->roles[i]);
    *out = *demand;
    out->roles = roles;
    out->group = arena_text(arena, demand->group);
}
