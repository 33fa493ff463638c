/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_audit.c - riposte audit: what was done, by whom, and whether the log of
 * it is whole.
 */
#include <stdio.h>
#include <unistd.h>

#include "cli/stop.h"
#include "cli/words.h"
#include "model/codec.h"
#include "service/access.h"
#include "service/audit.h"
#include "service/audit_check.h"
#include "service/audit_export.h"
#include "service/audit_page.h"
#include "util/text.h"
#include "util/when.h"

#define LIST_DEFAULT 50
/* Between two looks whether somebody wants it to end. */
#define SLICE 200

static const struct out_column list_columns[] = {
    {N_("No."), -7},  {N_("When"), 19},   {N_("Who"), 14},
    {N_("What"), 16}, {N_("Of what"), 0},
};
#define LIST_COLUMNS (sizeof(list_columns) / sizeof(list_columns[0]))

static struct json *value_json(struct str text)
{
    struct json *json = NULL;
    struct err ignored;

    return text.len > 0 && json_parse(text, &json, &ignored) ? json : NULL;
}

static struct json *record_json(const struct audit_record *record)
{
    struct json *json = json_new_object();
    char hex[DIGEST_HEX_SIZE];

    json_set_int(json, "seq", record->seq);
    json_set_time(json, "time", record->when);
    json_set_str(json, "who", record->who);
    json_set_str(json, "role", record->role);
    json_set_int(json, "uid", record->uid);
    json_set_str(json, "verb", record->verb);
    json_set_str(json, "object", record->object);
    json_set_int(json, "event", record->event);
    json_set_str(json, "why", record->why);
    json_set_take(json, "before", value_json(record->before));
    json_set_take(json, "after", value_json(record->after));
    json_set_str(json, "request", record->request);
    json_set_str(json, "host", record->host);
    json_set_int(json, "pid", record->pid);
    json_set_int(json, "epoch", record->epoch);
    json_set_str(json, "key", record->key);
    json_set_text(json, "mac", digest_spell(record->mac, hex));
    return json;
}

static void show_row(struct out *out, const struct audit_record *record)
{
    char number[24];
    char when[WHEN_TEXT_SIZE];

    snprintf(number, sizeof(number), "%lld", (long long)record->seq);
    out_row(out, list_columns, LIST_COLUMNS,
            (const struct str[]){
                str_of(number),
                str_of(when_local(record->when, out->utc, when)),
                record->who,
                record->verb,
                record->object,
            });
}

static bool read_filter(const struct call *call, struct audit_filter *out,
                        struct buf *text, struct err *err)
{
    const struct opts *opts = call->opts;

    *out = (struct audit_filter){
        .who = opts->who,
        .verb = opts->verb,
        .object = opts->object,
    };
    if (!words_joined(call, 0, text, err) ||
        !option_event(call, &out->event, err) ||
        !option_moment("since", opts->since, 0, &out->since, err) ||
        !option_moment("until", opts->until, 0, &out->until, err))
        return false;
    out->text = text->at;
    return true;
}

static bool audit_list_verb(struct call *call, struct err *err)
{
    size_t limit =
        call->opts->limit > 0 ? (size_t)call->opts->limit : LIST_DEFAULT;
    struct audit_filter filter;
    struct audit_page *page;
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = read_filter(call, &filter, &text, err);
    if (ok) {
        page = audit_page_read(call->desk, &filter, 0, limit);
        ok = page_list(call, &page->error, page->n, list_columns, LIST_COLUMNS,
                       err);
        for (size_t i = 0; ok && i < page->n; i++) {
            if (call->out->json)
                out_json_take(call->out, record_json(&page->rows[i]));
            else
                show_row(call->out, &page->rows[i]);
        }
        audit_page_free(page);
    }
    buf_done(&text);
    return ok;
}

static void show_value(struct out *out, const char *label, struct str text)
{
    struct json *json = value_json(text);

    if (json == NULL)
        return;
    out_fact(out, label, STR(" "));
    out_pretty(out, json);
    json_free(json);
}

static void show_record(struct out *out, const struct audit_record *record)
{
    char number[96];
    char hex[DIGEST_HEX_SIZE];

    out_fact_number(out, _("Record"), record->seq);
    out_fact_when(out, _("When"), record->when);
    snprintf(number, sizeof(number), "%.*s (uid %lld%s%.*s)",
             STR_ARG(str_sub(record->who, 0, 40)), (long long)record->uid,
             record->role.len > 0 ? ", " : "",
             STR_ARG(str_sub(record->role, 0, 30)));
    out_fact(out, _("Who"), str_of(number));
    out_fact(out, _("What"), record->verb);
    out_fact(out, _("Of what"), record->object);
    if (record->event != 0)
        out_fact_number(out, _("Event"), record->event);
    out_fact(out, _("Why"), record->why);
    show_value(out, _("Before"), record->before);
    show_value(out, _("After"), record->after);
    out_fact(out, _("Request"), record->request);
    snprintf(number, sizeof(number), "%.*s:%lld",
             STR_ARG(str_sub(record->host, 0, 60)), (long long)record->pid);
    out_fact(out, _("Process"), str_of(number));
    if (record->epoch != 0)
        out_fact_number(out, _("Engine"), record->epoch);
    out_fact(out, _("Key"),
             record->key.len > 0 ? record->key : str_of(_("none")));
    out_fact(out, _("Seal"), str_of(digest_spell(record->mac, hex)));
}

static bool audit_show(struct call *call, struct err *err)
{
    const struct audit_filter all = {.who = NULL};
    struct audit_page *page;
    int64_t seq;
    bool ok;

    if (!word_row(call, 0, "audit list", &seq, err))
        return false;
    page = audit_page_read(call->desk, &all, seq + 1, 1);
    ok = page_good(&page->error, err);
    if (ok && (page->n == 0 || page->rows[0].seq != seq))
        ok = err_set(err, ERR_ABSENT, _("There is no record %lld."),
                     (long long)seq);
    else if (ok && call->out->json)
        out_json_take(call->out, record_json(&page->rows[0]));
    else if (ok)
        show_record(call->out, &page->rows[0]);
    audit_page_free(page);
    return ok;
}

/* ---- verifying ------------------------------------------------------------*/

static struct json *finding_json(const struct audit_finding *finding,
                                 struct arena *arena)
{
    struct json *json = json_new_object();

    json_set_text(json, "fault", audit_fault_name(finding->fault));
    json_set_int(json, "first", finding->first);
    json_set_int(json, "last", finding->last);
    json_set_text(json, "text", audit_finding_text(finding, arena));
    return json;
}

static void tell_json(struct call *call, const struct audit_chain *chain,
                      struct arena *arena)
{
    struct json *json = json_new_object();
    struct json *list = json_new_array();

    json_set_bool(json, "whole", audit_chain_whole(chain));
    json_set_int(json, "records", chain->n);
    json_set_int(json, "first", chain->first);
    json_set_int(json, "last", chain->next - 1);
    json_set_int(json, "keyed", chain->keyed);
    json_set_int(json, "sealedTo", chain->last_keyed);
    json_set_int(json, "keyAbsent", chain->absent);
    json_set_int(json, "checkpoints", (int64_t)chain->passed);
    for (size_t i = 0; i < chain->n_findings; i++)
        json_add_take(list, finding_json(&chain->findings[i], arena));
    json_set_take(json, "findings", list);
    json_set_int(json, "more", chain->more);
    json_set_text(json, "text", audit_verdict(chain, arena));
    if (call->n_words > 0 && chain->n > 0)
        json_set_time(json, "ends", chain->last_time);
    out_json_take(call->out, json);
}

/* Exit status 1 when something was found, 3 when it cannot be said. */
static void tell_chain(struct call *call, const struct audit_chain *chain,
                       struct arena *arena)
{
    char when[WHEN_TEXT_SIZE];

    if (call->out->json) {
        tell_json(call, chain, arena);
    } else {
        for (size_t i = 0; i < chain->n_findings; i++)
            out_text(call->out, 0,
                     str_of(audit_finding_text(&chain->findings[i], arena)));
        out_text(call->out, 0, str_of(audit_verdict(chain, arena)));
        if (call->n_words > 0 && audit_chain_whole(chain))
            out_text(call->out, 0,
                     str_of(arena_printf(arena, _("It was exported %s."),
                                         when_iso(chain->last_time, when))));
        if (chain->n_points > 0)
            out_text(call->out, 0,
                     str_of(arena_printf(
                         arena, _("%zu of %zu checkpoints agree with it."),
                         chain->passed, chain->n_points)));
    }
    if (chain->n_findings > 0)
        call->status = STATUS_NO;
    else if (chain->absent > 0)
        call->status = STATUS_COULD_NOT;
}

static bool verify_store(struct call *call, struct arena *arena,
                         struct err *err)
{
    struct checkpoints points = {.n = 0};
    struct audit_check *check;
    bool over = false;
    bool ok = true;
    int stop;

    if (call->opts->checkpoint &&
        !checkpoints_read(call->desk, call->opts->checkpoint, arena, &points,
                          err))
        return false;
    if (points.n == 0 && points.replaced) {
        report(_("The checkpoints of this store are about another audit log: "
                 "all of it was replaced."));
        call->status = STATUS_NO;
        return true;
    }
    if (!stop_open(&stop, err))
        return false;
    check = audit_check_new(call->desk, &points);
    while (ok && !over) {
        ok = audit_check_work(check, SLICE, &over, err);
        if (ok && !over && stop_asked(stop))
            ok = err_set(err, ERR_STOPPED, _("The check was ended."));
    }
    if (ok)
        tell_chain(call, audit_check_chain(check), arena);
    audit_check_free(check);
    close(stop);
    return ok;
}

static bool verify_file(struct call *call, struct arena *arena, struct err *err)
{
    struct audit_chain chain;
    struct audit_seals seals;
    struct err unkeyed;
    bool ok;

    if (call->opts->checkpoint)
        return err_set(err, ERR_INPUT,
                       _("--checkpoint is for the store's own log."));
    /* What no key is here for is told of by the chain. */
    audit_seals_init(&seals);
    audit_keys(call->config, &seals, &unkeyed);
    audit_chain_init(&chain, &seals, 0);
    ok = audit_verify_file(call->words[0], &chain, err);
    if (ok)
        tell_chain(call, &chain, arena);
    audit_seals_done(&seals);
    return ok;
}

static bool audit_verify(struct call *call, struct err *err)
{
    /* An export is verified where there is no store. */
    if (call->n_words > 0)
        return verify_file(call, call->opts->arena, err);
    return cli_desk(call, DESK_READ, err) &&
           verify_store(call, call->opts->arena, err);
}

/* ---- exports and keys -----------------------------------------------------*/

static bool audit_export_verb(struct call *call, struct err *err)
{
    const char *format = call->opts->format ? call->opts->format : "jsonl";
    struct audit_wish wish = {.path = call->words[0]};
    int64_t n;

    wish.csv = str_eq(str_of(format), STR("csv"));
    if (!wish.csv && !str_eq(str_of(format), STR("jsonl")))
        return err_set(err, ERR_INPUT, _("--format takes jsonl or csv."));
    if (!option_moment("since", call->opts->since, 0, &wish.since, err) ||
        !access_may(call->desk, RIGHT_LOOK, err) ||
        !audit_export(call->desk, &wish, &n, err))
        return false;
    if (str_eq(str_of(wish.path), STR("-")))
        return true;
    out_text(call->out, 0,
             str_of(arena_printf(call->opts->arena,
                                 _n("%lld record was written to %s.",
                                    "%lld records were written to %s.", n),
                                 (long long)n, wish.path)));
    return true;
}

static bool audit_key(struct call *call, struct err *err)
{
    if (!audit_key_new(call->opts->file, err))
        return false;
    out_text(call->out, 0,
             str_of(arena_printf(
                 call->opts->arena,
                 _("The key is in %s. Name it in the setting audit.key, as "
                   "file:%s or by a credential of the engine's unit; nobody "
                   "else must be able to read it."),
                 call->opts->file, call->opts->file)));
    return true;
}

static bool audit_rotate(struct call *call, struct err *err)
{
    if (!access_may(call->desk, RIGHT_SETTINGS, err) ||
        !audit_key_change(call->desk, call->words[0], err))
        return false;
    out_text(call->out, 0,
             str_of(_("The key of audit.key seals from now on. Name the old "
                      "one in audit.old_keys, so that older records can be "
                      "verified.")));
    return true;
}

#define AT(member) offsetof(struct opts, member)
#define OPTION_SINCE                                                           \
    {                                                                          \
        .name = "since", .argument = "WHEN",                                   \
        .help = N_("a span back from now, or a moment"), .type = OPTION_TEXT,  \
        .at = AT(since),                                                       \
    }

static const struct option list_options[] = {
    {.name = "who",
     .argument = "NAME",
     .help = N_("part of who did it"),
     .type = OPTION_TEXT,
     .at = AT(who)},
    {.name = "verb",
     .argument = "WORD",
     .help = N_("what was done begins so"),
     .type = OPTION_TEXT,
     .at = AT(verb)},
    {.name = "object",
     .argument = "TEXT",
     .help = N_("part of what it was done to"),
     .type = OPTION_TEXT,
     .at = AT(object)},
    {.name = "event",
     .argument = "ID",
     .help = N_("of this event only"),
     .type = OPTION_TEXT,
     .at = AT(event)},
    OPTION_SINCE,
    {.name = "until",
     .argument = "WHEN",
     .help = N_("before this"),
     .type = OPTION_TEXT,
     .at = AT(until)},
    {.name = "limit",
     .argument = "N",
     .help = N_("at most so many, the newest; 50 unless told"),
     .type = OPTION_COUNT,
     .at = AT(limit)},
    {.name = NULL},
};

static const struct option verify_options[] = {
    {.name = "checkpoint",
     .argument = "FILE",
     .help = N_("compare with the checkpoints in this file; journal: with "
                "those that journald has"),
     .type = OPTION_TEXT,
     .at = AT(checkpoint)},
    {.name = NULL},
};

static const struct option export_options[] = {
    {.name = "format",
     .argument = "FORMAT",
     .help = N_("jsonl (the default) or csv"),
     .type = OPTION_TEXT,
     .at = AT(format)},
    OPTION_SINCE,
    {.name = NULL},
};

static const struct option key_options[] = {
    {.name = "new",
     .argument = "FILE",
     .help = N_("the file, which is made with mode 0600"),
     .type = OPTION_TEXT,
     .needed = true,
     .at = AT(file)},
    {.name = NULL},
};

static const struct verb verbs[] = {
    {.name = "list",
     .words = "[TEXT]",
     .help = N_("List what was done, the newest first"),
     .options = list_options,
     .most = WORDS_ANY,
     .needs = NEEDS_READ,
     .run = audit_list_verb},
    {.name = "show",
     .words = "NUMBER",
     .help = N_("Show one record whole, with before and after"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_READ,
     .run = audit_show},
    {.name = "verify",
     .words = "[EXPORT]",
     .help = N_("Say whether the log, or an export of it, is whole, and where "
                "it is not"),
     .options = verify_options,
     .most = 1,
     .needs = NEEDS_CONFIG,
     .run = audit_verify},
    {.name = "export",
     .words = "FILE",
     .help = N_("Write the log to a file that can be verified by itself"),
     .options = export_options,
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = audit_export_verb},
    {.name = "key",
     .help = N_("Make a key for the seals"),
     .options = key_options,
     .needs = NEEDS_CONFIG,
     .run = audit_key},
    {.name = "rotate",
     .words = "OLD",
     .help = N_("Record that audit.key has taken the place of the key OLD"),
     .least = 1,
     .most = 1,
     .needs = NEEDS_ACT,
     .run = audit_rotate},
    {.run = NULL},
};

const struct noun cmd_audit = {
    .name = "audit",
    .help = N_("What was done, by whom, sealed against changes"),
    .verbs = verbs,
};
