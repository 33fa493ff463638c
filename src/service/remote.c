/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * remote.c - Logic Apps that stay in Azure, and what is asked of them.
 */
#include "service/remote.h"

#include <stdio.h>

#include "connect/action.h"
#include "service/access.h"
#include "service/azure_keep.h"
#include "service/hand.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/utf8.h"

static const char *text_at(const struct json *json, const char *path,
                           struct arena *arena)
{
    return arena_str(arena, json_text(json_at(json, str_of(path)))).at;
}

static const char *triggers_of(const struct json *resource, struct arena *arena)
{
    struct buf text;
    const char *out;

    buf_init(&text);
    for (struct json_each e =
             json_each(json_at(resource, STR("properties.triggers")));
         json_next(&e);)
        buf_printf(&text, "%s%s (%.*s)", text.len ? ", " : "", e.name,
                   STR_ARG(json_text(e.value)));
    out = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return out;
}

/* What stands behind @name in an ARM id. */
static const char *part_of(struct str id, struct str name, struct arena *arena)
{
    struct str part;

    while (str_cut(&id, '/', &part)) {
        if (str_eq_fold(part, name) && str_cut(&id, '/', &part))
            return arena_str(arena, part).at;
    }
    return "";
}

bool remote_rows(struct desk *desk, struct arena *arena,
                 struct remote_row **out, size_t *n, struct err *err)
{
    struct remote_row *rows;
    struct json *list;
    size_t count = 0;

    if (!azure_load(desk, AZURE_WORKFLOWS, &list, err))
        return false;
    rows = arena_array(arena, json_length(list) + 1, sizeof(*rows));
    for (struct json_each e = json_each(list); json_next(&e);) {
        const struct json *resource = json_get(e.value, "resource");
        struct str id = json_text(json_get(resource, "id"));

        rows[count++] = (struct remote_row){
            .id = text_at(resource, "id", arena),
            .name = text_at(resource, "name", arena),
            .state = text_at(resource, "properties.state", arena),
            .triggers = triggers_of(resource, arena),
            .changed = text_at(resource, "properties.changedTime", arena),
            .subscription = part_of(id, STR("subscriptions"), arena),
            .group = part_of(id, STR("resourceGroups"), arena),
        };
    }
    json_free(list);
    *out = rows;
    *n = count;
    return true;
}

static bool named(const struct json *resource, struct str word)
{
    const char *member = str_starts(word, STR("/")) ? "id" : "name";

    return str_eq_fold(json_text(json_get(resource, member)), word);
}

bool remote_get(struct desk *desk, struct str word, struct json **out,
                struct err *err)
{
    const struct json *found = NULL;
    struct json *list;
    size_t n = 0;

    if (!azure_load(desk, AZURE_WORKFLOWS, &list, err))
        return false;
    for (struct json_each e = json_each(list); json_next(&e);) {
        const struct json *resource = json_get(e.value, "resource");

        if (named(resource, word)) {
            found = resource;
            n++;
        }
    }
    if (n == 1)
        *out = json_copy(found);
    json_free(list);
    if (n == 0)
        return err_set(err, ERR_INPUT,
                       _("No Logic App \"%.*s\" is known in Azure. `riposte "
                         "playbook remote list' shows those that are; the "
                         "source logic-apps reads them."),
                       STR_ARG(str_sub(word, 0, 300)));
    return n == 1 ||
           err_set(err, ERR_INPUT,
                   _("There are %zu Logic Apps \"%.*s\"; name one by its id."),
                   n, STR_ARG(str_sub(word, 0, 300)));
}

static const struct {
    const char *change;
    const char *title; /* N_() */
    enum action_class class;
} acts[REMOTE_N] = {
    [REMOTE_RUNS] = {"runs", N_("Ask for the runs of the Logic App"),
                     CLASS_READ},
    [REMOTE_ACTIONS] = {"actions", N_("Ask for what a run did"), CLASS_READ},
    [REMOTE_RESUBMIT] = {"resubmit", N_("Let a run be done again"),
                         CLASS_IRREVERSIBLE},
    [REMOTE_CANCEL] = {"cancel", N_("Cancel a run"), CLASS_IRREVERSIBLE},
    [REMOTE_ENABLE] = {"enable", N_("Switch the Logic App on"),
                       CLASS_REVERSIBLE},
    [REMOTE_DISABLE] = {"disable", N_("Switch the Logic App off"),
                        CLASS_REVERSIBLE},
};

const char *remote_act_name(enum remote_act act)
{
    return acts[act].change;
}

static bool begin(struct desk *desk, const struct step *given,
                  const struct json *resource, const char *change,
                  int64_t event, const char *why, int64_t *run, struct err *err)
{
    struct step step = *given;
    char verb[64];
    char name[512];
    struct hand_run hand = {
        .name = name,
        .verb = verb,
        .object = json_text(json_get(resource, "id")).at,
        .event = event,
        .why = why,
        .steps = &step,
        .n_steps = 1,
    };

    snprintf(name, sizeof(name), "%s: %.*s", step.name,
             STR_ARG(utf8_head(json_text(json_get(resource, "name")), 100)));
    snprintf(verb, sizeof(verb), "remote %s", change);
    return hand_start(desk, &hand, run, err);
}

/* To read is everybody's; what acts in Azure is for those who write rules. */
static bool may(struct desk *desk, enum action_class class, struct err *err)
{
    return class == CLASS_READ || access_may(desk, RIGHT_RULES, err);
}

bool remote_ask(struct desk *desk, struct str word, enum remote_act act,
                const char *of, const char *why, int64_t *run, struct err *err)
{
    struct json *resource;
    struct json *with;
    struct step step = {
        .number = 1,
        .name = _(acts[act].title),
        .kind = "remote",
        .phase = PHASE_ACT,
        .class = acts[act].class,
    };
    bool ok;

    if (!may(desk, step.class, err) || !remote_get(desk, word, &resource, err))
        return false;
    with = json_new_object();
    json_set_text(with, "change", acts[act].change);
    json_set_str(with, "id", json_text(json_get(resource, "id")));
    if (*of)
        json_set_text(with, "run", of);
    step.with = with;
    ok = action_check(action_find(str_of(step.kind)), with, err) &&
         begin(desk, &step, resource, acts[act].change, 0, why, run, err);
    json_free(with);
    json_free(resource);
    return ok;
}

bool remote_start(struct desk *desk, struct str word, int64_t event,
                  const char *body, const char *why, int64_t *run,
                  struct err *err)
{
    struct json *resource;
    struct json *with;
    struct step step = {
        .number = 1,
        .name = _("Start the Logic App"),
        .kind = "logicapp",
        .phase = PHASE_ACT,
        .class = CLASS_IRREVERSIBLE,
    };
    bool ok;

    if (!may(desk, step.class, err) || !remote_get(desk, word, &resource, err))
        return false;
    with = json_new_object();
    json_set_str(with, "workflow", json_text(json_get(resource, "id")));
    if (body && *body)
        json_set_text(with, "body", body);
    step.with = with;
    ok = begin(desk, &step, resource, "start", event, why, run, err);
    json_free(with);
    json_free(resource);
    return ok;
}

struct json *remote_told(struct desk *desk, int64_t run)
{
    struct run_page *page = run_page_one(desk, run);
    struct json *out = NULL;

    if (page->error.code == ERR_NONE && page->n > 0 &&
        page->rows[0].n_steps > 0 && page->rows[0].steps[0].learnt)
        out = json_copy(page->rows[0].steps[0].learnt);
    run_page_free(page);
    return out;
}

struct remote_page *remote_page_read(struct desk *desk, int64_t run)
{
    struct remote_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    remote_rows(desk, page->arena, &page->rows, &page->n, &page->error);
    if (run)
        page->asked = run_page_one(desk, run);
    return page;
}

void remote_page_free(struct remote_page *page)
{
    if (!page)
        return;
    arena_free(page->arena);
    run_page_free(page->asked);
    mem_free(page);
}
