/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * freeze.c - requests as they would be sent.
 */
#include "service/freeze.h"

#include <stdio.h>
#include <string.h>

#include "model/codec.h"
#include "model/limits.h"
#include "service/batch.h"
#include "service/demanded.h"
#include "service/progress.h"
#include "store/plays.h"
#include "util/digest.h"
#include "util/file.h"
#include "util/text.h"
#include "util/utf8.h"

/* Bytes of a question that a title has room for. */
#define QUESTION 120

/* What only the look before will find stands as «name». */
static bool render_all(const struct call_template *calls, size_t n,
                       struct str target, const struct json *parameters,
                       struct arena *arena, struct json *into, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        struct request request;

        if (!call_show(&calls[i], target, parameters, arena, &request, err))
            return false;
        json_add_take(into, request_to_json(&request));
    }
    return true;
}

bool freeze_containment(const struct containment *entry, struct str target,
                        const struct json *parameters, struct arena *arena,
                        struct json **out, struct err *err)
{
    struct json *frozen = json_new_object();
    struct json *requests = json_new_array();
    struct json *undo = json_new_array();
    bool ok;

    ok = render_all(entry->acts, entry->n_acts, target, parameters, arena,
                    requests, err) &&
         render_all(entry->undos, entry->n_undos, target, parameters, arena,
                    undo, err);
    json_set_text(frozen, "action", entry->name);
    json_set_text(frozen, "title", entry->title);
    json_set_str(frozen, "target", target);
    json_set_text(frozen, "class", class_name(entry->class));
    json_set_text(frozen, "permission", entry->permission);
    json_set_text(frozen, "note", entry->note);
    if (json_length(parameters) > 0)
        json_set_take(frozen, "parameters", json_copy(parameters));
    json_set_take(frozen, "requests", requests);
    json_set_take(frozen, "undo", undo);
    if (!ok) {
        json_free(frozen);
        return false;
    }
    *out = frozen;
    return true;
}

const char *freeze_digest(const struct json *json, char hex[DIGEST_HEX_SIZE])
{
    struct buf text;

    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    digest_hex(buf_view(&text), hex);
    buf_done(&text);
    return hex;
}

/* Contents of a file, or what keeps it from being read. */
static void put_file(struct json *files, const char *path)
{
    char hex[DIGEST_HEX_SIZE];
    struct buf text;
    struct err fault = {0};

    buf_init(&text);
    if (file_read(path, LIMIT_IMPORT_FILE, &text, &fault))
        json_set_text(files, path, digest_hex(buf_view(&text), hex));
    else
        json_set_text(files, path, fault.text);
    buf_done(&text);
}

/* A script, and the files that are named to it, decide what is done: their
 * contents are frozen too.  NULL: the step runs none. */
static struct json *freeze_files(const struct desk *desk,
                                 const struct step *step)
{
    struct str script = json_text(json_get(step->with, "script"));
    struct json *files;
    char path[LIMIT_PATH];

    if (strcmp(step->kind, "script") != 0)
        return NULL;
    files = json_new_object();
    if (snprintf(path, sizeof(path), "%s/%.*s", desk->config->scripts,
                 STR_ARG(script)) < (int)sizeof(path))
        put_file(files, path);
    for (struct json_each each = json_each(step->with); json_next(&each);) {
        struct str text = json_text(each.value);

        if (str_starts(str_of(each.name), STR("argument")) &&
            str_starts(text, STR("/")) && file_exists(text.at) &&
            !file_is_dir(text.at))
            put_file(files, text.at);
    }
    return files;
}

/* What a simple action would do: its kind and its fields.  The address of a
 * webhook is a secret: it is masked, and the digest covers it. */
static struct json *freeze_simple(const struct desk *desk,
                                  const struct step *step)
{
    struct json *frozen = json_new_object();
    struct json *files = freeze_files(desk, step);
    struct json *with = json_copy(step->with);
    char hex[DIGEST_HEX_SIZE];

    json_remove(with, "again");
    json_set_text(frozen, "action", step->kind);
    json_set_text(frozen, "title", step->name);
    json_set_text(frozen, "class", class_name(step->class));
    json_set_take(frozen, "fields", json_masked(with));
    json_set_text(frozen, "sha256", freeze_digest(with, hex));
    json_free(with);
    if (files != NULL)
        json_set_take(frozen, "files", files);
    return frozen;
}

static bool add_evidence(struct desk *desk, int64_t row, struct arena *arena,
                         struct json *frozen, struct err *err)
{
    struct event event;

    if (row == 0)
        return true;
    if (!events_get(desk->store, row, true, arena, &event, err))
        return false;
    json_set_take(frozen, "evidence", event_to_json(&event));
    return true;
}

/* Who had taken in the playbook, as it stood then. */
static bool playbook_editor(struct desk *desk, const struct run *run,
                            struct arena *arena, const char **out,
                            struct err *err)
{
    struct stored_play play;

    if (!plays_get(desk->store, run->row, arena, &play, err))
        return false;
    *out = play.editor;
    return true;
}

/* The rule's author, and who saved the revision that fired: they may not
 * approve (four eyes), whoever has saved another one since. */
bool freeze_authors(struct desk *desk, const struct run *run,
                    struct arena *arena, struct approval *out, struct err *err)
{
    struct rule *rule;

    out->author = "";
    out->editor = "";
    if (run_plays(run) && !playbook_editor(desk, run, arena, &out->editor, err))
        return false;
    if (run->rule == 0)
        return true;
    if (!rules_get(desk->store, run->rule, &rule, err))
        return false;
    out->author = arena_text(arena, rule->author != NULL ? rule->author : "");
    rule_free(rule);
    if (*out->editor != '\0')
        return true;
    return rules_editor(desk->store, run->rule, run->revision, arena,
                        &out->editor, err);
}

static const char *const term_members[] = {"for", "until"};
#define TERM_MEMBERS (sizeof(term_members) / sizeof(term_members[0]))

/* When it is to end by itself. */
static void freeze_term(const struct step *step, struct json *frozen)
{
    for (size_t i = 0; i < TERM_MEMBERS; i++) {
        const struct json *value = json_get(step->with, term_members[i]);

        if (value != NULL)
            json_set_take(frozen, term_members[i], json_copy(value));
    }
}

static bool same_term(const struct step *step, const struct json *frozen)
{
    for (size_t i = 0; i < TERM_MEMBERS; i++) {
        if (!str_eq(json_text(json_get(step->with, term_members[i])),
                    json_text(json_get(frozen, term_members[i]))))
            return false;
    }
    return true;
}

bool freeze_step(struct desk *desk, const struct step *step,
                 struct arena *arena, struct json **out, struct err *err)
{
    const struct containment *entry = step_entry(desk, step);

    if (entry == NULL) {
        *out = freeze_simple(desk, step);
        return true;
    }
    if (!freeze_containment(entry, str_of(step_target(step)),
                            json_get(step->with, "parameters"), arena, out,
                            err))
        return false;
    json_set_text(*out, "class", class_name(step->class));
    freeze_term(step, *out);
    return true;
}

/* An action's name says nothing to who did not write the playbook: it goes by
 * that of the playbook, and a question by how it begins. */
static const char *asks_to(const struct run *run, const struct step *step,
                           struct arena *arena)
{
    struct str text = str_trim(json_text(json_get(step->with, "text")));
    const char *what = step->name;

    if (!run_plays(run))
        return what;
    if (json_get(step->with, "options") && !str_empty(text) &&
        !step_secure(step)) {
        text = str_sub(text, 0, str_find_char(text, '\n'));
        text = utf8_head(text, QUESTION);
        what = arena_textn(arena, text.at, text.len);
    }
    return arena_printf(arena, "%s: %s", run->playbook, what);
}

bool freeze_approval(struct desk *desk, const struct run *run,
                     const struct step *step, int64_t now, struct arena *arena,
                     struct approval *out, struct err *err)
{
    char hex[DIGEST_HEX_SIZE];
    struct json *frozen;

    if (!freeze_step(desk, step, arena, &frozen, err))
        return false;
    json_keep(arena, frozen);
    if (*run->why)
        json_set_text(frozen, "why", run->why);
    if (json_get(step->with, "protected"))
        json_set_str(frozen, "protected",
                     json_text(json_get(step->with, "protected")));
    if (json_get(step->with, "again"))
        json_set_take(frozen, "again",
                      json_copy(json_get(step->with, "again")));
    if (!add_evidence(desk, run->event, arena, frozen, err))
        return false;
    *out = (struct approval){
        .run = run->row,
        .lane = step->lane,
        .event = run->event,
        .rule = run->rule,
        .title = asks_to(run, step, arena),
        .requester = run->by,
        .class = step->class,
        .frozen = frozen,
        .digest = arena_text(arena, freeze_digest(frozen, hex)),
        .asked = now,
    };
    return freeze_authors(desk, run, arena, out, err) &&
           demanded_fill(desk, out, arena, err);
}

/* An approval stands right before a simple action, and before the look that
 * comes first in a containment; that of a batch before all. */
const struct step *freeze_asked(const struct run *run, const struct step *step)
{
    size_t i = 0;

    while (i < run->n_steps && run->steps[i].row != step->row)
        i++;
    if (step->phase == PHASE_CONTAIN) {
        while (i > 0 && run->steps[i - 1].phase == PHASE_CONTAIN)
            i--;
        while (i > 0 && run->steps[i - 1].phase == PHASE_BEFORE)
            i--;
    }
    if (i > 0 && run->steps[i - 1].phase == PHASE_APPROVAL)
        return &run->steps[i - 1];
    return run->n_steps > 0 && step_is_batch(&run->steps[0]) ? &run->steps[0]
                                                             : NULL;
}

/* The request as it is rendered now; the caller's. */
static struct json *call_now(const struct containment *entry, size_t index,
                             const struct step *step, struct arena *arena)
{
    struct json *now = json_new_array();
    struct json *out = NULL;
    struct err ignored;

    if (index < entry->n_acts &&
        render_all(&entry->acts[index], 1, str_of(step_target(step)),
                   json_get(step->with, "parameters"), arena, now, &ignored))
        out = json_copy(json_item(now, 0));
    json_free(now);
    return out;
}

void freeze_difference(struct json *list, const char *what,
                       const struct json *was, const struct json *now)
{
    struct json *one;

    if (json_equal(was, now))
        return;
    one = json_new_object();
    json_set_text(one, "what", what);
    json_set_copy(one, "was", was);
    json_set_copy(one, "now", now);
    json_add_take(list, one);
}

/* NULL when the list is empty. */
static const struct json *kept_in(struct arena *arena, struct json *take_list)
{
    json_keep(arena, take_list);
    return json_length(take_list) > 0 ? take_list : NULL;
}

static bool same_files(const struct desk *desk, const struct step *step,
                       const struct json *frozen, struct arena *arena,
                       const struct json **differs)
{
    const struct json *were = json_get(frozen, "files");
    struct json *are = freeze_files(desk, step);
    struct json *list = json_new_array();

    for (struct json_each each = json_each(were); json_next(&each);)
        freeze_difference(list, each.name, each.value,
                          json_get(are, each.name));
    for (struct json_each each = json_each(are); json_next(&each);) {
        if (!json_get(were, each.name))
            freeze_difference(list, each.name, NULL, each.value);
    }
    json_free(are);
    *differs = kept_in(arena, list);
    return *differs == NULL;
}

static bool same_call(const struct containment *entry, size_t index,
                      const struct step *step, const struct json *approved,
                      struct arena *arena, const struct json **differs)
{
    struct json *now = call_now(entry, index, step, arena);
    struct json *list = json_new_array();

    freeze_difference(list, "request", json_item(approved, index), now);
    json_free(now);
    *differs = kept_in(arena, list);
    return *differs == NULL;
}

bool freeze_same(const struct desk *desk, const struct step *step,
                 const struct json *frozen, struct arena *arena,
                 const struct json **differs)
{
    const struct containment *entry = step_entry(desk, step);
    struct str target = str_of(step_target(step));
    char hex[DIGEST_HEX_SIZE];
    int64_t index = step_index(step->with);

    *differs = NULL;
    if (step->phase != PHASE_CONTAIN)
        return str_eq(json_text(json_get(frozen, "action")),
                      str_of(step->kind)) &&
               str_eq(json_text(json_get(frozen, "sha256")),
                      str_of(freeze_digest(step->with, hex))) &&
               same_files(desk, step, frozen, arena, differs);
    return entry != NULL && index >= 0 &&
           str_eq(json_text(json_get(frozen, "action")), str_of(entry->name)) &&
           str_eq(json_text(json_get(frozen, "target")), target) &&
           same_term(step, frozen) &&
           json_equal(json_get(frozen, "parameters"),
                      json_get(step->with, "parameters")) &&
           same_call(entry, (size_t)index, step, json_get(frozen, "requests"),
                     arena, differs);
}

const char *freeze_differs(const struct approval *approval, struct arena *arena)
{
    return arena_printf(
        arena,
        _("What would be sent now is not what approval %lld was given for, "
          "so nothing was sent. Ask for it anew."),
        (long long)approval->row);
}

/* Nobody has written into what was frozen. */
static bool is_whole(const struct approval *approval)
{
    char hex[DIGEST_HEX_SIZE];

    return str_eq(str_of(freeze_digest(approval->frozen, hex)),
                  str_of(approval->digest));
}

/* Approvals of a run are asked one after the other, so that of its next step
 * is the newest. */
bool freeze_holds(struct desk *desk, const struct run *run,
                  const struct step *step, struct arena *arena,
                  const char **why, const struct json **differs,
                  struct err *err)
{
    const struct step *asked;
    struct approval approval;
    bool found;

    *why = NULL;
    *differs = NULL;
    if (step->phase != PHASE_CONTAIN && step->phase != PHASE_ACT)
        return true;
    asked = freeze_asked(run, step);
    if (asked == NULL)
        return true;
    if (step_is_batch(asked))
        return batch_holds(desk, step, arena, why, differs, err);
    if (!approvals_of_run(desk->store, run->row, step->lane, arena, &approval,
                          &found, err))
        return false;
    if (!found || approval.state != APPROVAL_APPROVED)
        *why = _("Nobody has approved this, so nothing was sent.");
    else if (!is_whole(&approval) ||
             !freeze_same(desk, step, approval.frozen, arena, differs))
        *why = freeze_differs(&approval, arena);
    return true;
}
