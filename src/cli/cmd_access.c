/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_access.c - riposte access: who one is here, and what one may do.
 */
#include "cli/cli.h"
#include "model/person.h"
#include "service/access.h"
#include "util/text.h"

static const struct out_column columns[] = {
    {N_("Right"), 12},
    {N_("May"), 4},
    {N_("Role"), 20},
    {N_("Who"), 0},
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static struct json *roles_json(unsigned roles)
{
    struct json *out = json_new_array();

    for (int role = 0; role < ROLE_N; role++) {
        if (roles & ROLE_BIT(role))
            json_add_take(out,
                          json_new_text(str_of(role_name((enum role)role))));
    }
    return out;
}

static bool may(const struct access *access, enum right right)
{
    struct err ignored;

    return access_allows(access, right, &ignored);
}

static struct json *rights_json(const struct access *access)
{
    struct json *out = json_new_object();

    for (int right = 0; right < RIGHT_N; right++)
        json_set_bool(out, right_name((enum right)right),
                      may(access, (enum right)right));
    return out;
}

static struct json *members_json(const struct config *config)
{
    struct json *out = json_new_object();

    for (int role = 0; role < ROLE_N; role++) {
        struct json *list = json_new_array();

        for (size_t i = 0; i < config->roles[role].n; i++)
            json_add_take(list, json_new_text(config->roles[role].names[i]));
        json_set_take(out, role_name((enum role)role), list);
    }
    return out;
}

static struct json *access_json(const struct access *access)
{
    struct json *out = json_new_object();
    const struct config *config = access->config;

    json_set_text(out, "person", access->person);
    json_set_take(out, "roles", roles_json(access->roles));
    json_set_take(out, "rights", rights_json(access));
    json_set_bool(out, "relaxed", access_relaxed(config));
    json_set_text(out, "fourEyes", four_eyes_name(config->four_eyes));
    json_set_text(out, "settings", config->path);
    json_set_bool(out, "writes", access->looks.code == ERR_NONE);
    json_set_take(out, "members", members_json(config));
    return out;
}

static void show_right(struct out *out, const struct access *access,
                       enum right right)
{
    struct buf roles;
    struct buf members;

    buf_init(&roles);
    buf_init(&members);
    access_roles(right, &roles);
    access_members(access->config, right, &members);
    out_row(out, columns, COLUMNS,
            (const struct str[]){
                str_of(right_name(right)),
                str_of(may(access, right) ? _("yes") : _("no")),
                buf_view(&roles),
                access_relaxed(access->config) ? str_of(_("everybody"))
                                               : buf_view(&members),
            });
    buf_done(&roles);
    buf_done(&members);
}

static void show(struct out *out, const struct access *access)
{
    const struct config *config = access->config;
    struct buf roles;

    buf_init(&roles);
    access_names(access->roles, ", ", &roles);
    out_fact(out, _("Person"), str_of(access->person));
    out_fact(out, _("Roles"),
             roles.len > 0 ? buf_view(&roles) : str_of(_("none")));
    out_fact(out, _("Four eyes"), access_four_eyes(config->four_eyes));
    out_fact(out, _("Settings"),
             str_of(*config->path ? config->path : _("none")));
    buf_done(&roles);
    if (access->looks.code != ERR_NONE) {
        out_line(out);
        out_text(out, 0, str_of(access->looks.text));
    }
    if (access_relaxed(config)) {
        out_line(out);
        out_text(out, 0,
                 str_of(_("Relaxed: no setting roles.* is there, so that "
                          "everybody who can write to the store may do "
                          "anything.")));
    }
    out_line(out);
    out_head(out, columns, COLUMNS);
    for (int right = 0; right < RIGHT_N; right++)
        show_right(out, access, (enum right)right);
}

static bool access_verb(struct call *call, struct err *err)
{
    struct access access;

    (void)err;
    if (call->n_words > 0)
        access_of(call->config, call->words[0], &access);
    else
        access_self(call->config, &access);
    if (call->out->json)
        out_json_take(call->out, access_json(&access));
    else
        show(call->out, &access);
    if (access.roles == 0)
        call->status = STATUS_NO;
    return true;
}

static const struct verb verbs[] = {
    {.name = "",
     .words = "[PERSON]",
     .help = N_("Tell who you are here, your roles, and what you may do"),
     .most = 1,
     .needs = NEEDS_CONFIG,
     .run = access_verb},
    {.run = NULL},
};

const struct noun cmd_access = {
    .name = "access",
    .help = N_("Who may do what"),
    .verbs = verbs,
};
