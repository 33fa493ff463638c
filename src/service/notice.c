/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/notice.h"

#include <string.h>

#include "service/batch.h"
#include "service/notice_text.h"
#include "service/progress.h"
#include "service/vote.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/when.h"

/* Approvals that one notice tells of. */
#define MOST 1000
/* Where the moment of the last notice is kept. */
#define LAST "notice.approvals"

struct telling {
    struct desk *desk;
    struct arena *arena;
    int64_t now;
    struct notice_item *items;
    size_t n;
};

/* Whom to tell. */
struct circle {
    const struct config_texts *mail;
    const struct config_texts *connectors;
};

static unsigned due_of(const struct approval *approval, int64_t now)
{
    unsigned due = TOLD_ASKED;

    if (!approval->glass && approval->warns > 0 && approval->warns <= now)
        due |= TOLD_WARNED;
    if (approval_escalated(approval, now))
        due |= TOLD_ESCALATED;
    if (approval->glass && approval->expires <= now)
        due |= TOLD_RAISED;
    return due & ~approval->told;
}

/* The first mail about an approval has the same id whoever asks; one that
 * tells of many has that of the first of them. */
static const char *id_of(const struct telling *telling,
                         const struct notice_item *items, size_t n)
{
    const char *what = "asked";

    if (n > 1)
        what = "many";
    else if (items->due & TOLD_RAISED)
        what = "raised";
    else if (items->due & TOLD_ESCALATED)
        what = "escalated";
    else if (!(items->due & TOLD_ASKED))
        what = "warned";
    return arena_printf(telling->arena, "riposte.%lld.%.12s.%s",
                        (long long)items->approval->row,
                        items->approval->digest, what);
}

/* Mails of the same approval stand together where they are read. */
static struct json *thread_json(const struct notice_item *items, size_t n,
                                const char *id)
{
    struct json *out = json_new_object();

    json_set_text(out, "id", id);
    if (n == 1 && *items->approval->thread)
        json_set_text(out, "first", items->approval->thread);
    return out;
}

static const char *joined(const struct config_texts *texts, struct arena *arena)
{
    const char *all = "";

    for (size_t i = 0; i < texts->n; i++)
        all = i == 0 ? texts->items[i]
                     : arena_printf(arena, "%s, %s", all, texts->items[i]);
    return all;
}

static struct step step_of(const struct telling *telling, const char *kind,
                           const char *name, struct json *take_with)
{
    char guid[GUID_SIZE];

    json_keep(telling->arena, take_with);
    return (struct step){
        .name = name,
        .kind = kind,
        .phase = PHASE_ACT,
        .class = CLASS_NOTIFY,
        .state = RUN_WAITING,
        .with = take_with,
        .key = arena_text(telling->arena, digest_guid(guid)),
        .note = "",
    };
}

static struct step mail_step(const struct telling *telling,
                             const struct circle *circle,
                             const struct notice_text *text,
                             struct json *take_thread)
{
    struct json *with = json_new_object();

    json_set_text(with, "to", joined(circle->mail, telling->arena));
    json_set_text(with, "subject", text->subject);
    json_set_text(with, "body", text->body);
    json_set_text(with, "html", text->html);
    json_set_take(with, "thread", take_thread);
    return step_of(telling, "mail", _("Mail to approvers"), with);
}

static const char *kind_of(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->connectors.n; i++) {
        if (strcmp(config->connectors.items[i].name, name) == 0)
            return config->connectors.items[i].kind->name;
    }
    return "";
}

static struct step post_step(const struct telling *telling, const char *name,
                             const struct notice_text *text)
{
    const char *kind = kind_of(telling->desk->config, name);
    struct json *with = json_new_object();

    json_set_text(with, "connector", name);
    if (strcmp(kind, "teams") == 0) {
        json_set_text(with, "title", text->subject);
        json_set_text(with, "facts", text->facts);
        json_set_text(with, "text",
                      _("Answer with riposte approval, or on its screen 4."));
    } else {
        json_set_text(with, "text",
                      arena_printf(telling->arena, "*%s*\n%s", text->subject,
                                   text->body));
    }
    return step_of(telling, kind,
                   arena_printf(telling->arena, _("Message to %s"), name),
                   with);
}

static bool mark(const struct telling *telling, const struct notice_item *items,
                 size_t n, const char *id, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!approvals_tell(telling->desk->store, items[i].approval->row,
                            items[i].due, id, err))
            return false;
    }
    return true;
}

static bool send(const struct telling *telling, const struct circle *circle,
                 const struct notice_item *items, size_t n, struct err *err)
{
    struct step *steps =
        arena_array(telling->arena, circle->connectors->n + 1, sizeof(*steps));
    struct notice_text text;
    struct run run = {
        .by = PERSON_ENGINE,
        .why = "",
        .mode = RULE_AUTO,
        .state = RUN_RUNNING,
        .began = telling->now,
        .steps = steps,
    };

    const char *id;

    if (n == 0)
        return true;
    if (circle->mail->n + circle->connectors->n == 0)
        return mark(telling, items, n, "", err);
    id = id_of(telling, items, n);
    notice_write(items, n, telling->now, telling->arena, &text);
    run.name = arena_printf(telling->arena, _("Notice: %s"), text.subject);
    if (circle->mail->n > 0)
        steps[run.n_steps++] =
            mail_step(telling, circle, &text, thread_json(items, n, id));
    for (size_t i = 0; i < circle->connectors->n; i++)
        steps[run.n_steps++] =
            post_step(telling, circle->connectors->items[i], &text);
    for (size_t i = 0; i < run.n_steps; i++)
        steps[i].number = (int)i + 1;
    return runs_add(telling->desk->store, &run, err) &&
           progress_run(telling->desk, run.row, telling->now, err) &&
           mark(telling, items, n, circle->mail->n > 0 ? id : "", err);
}

/* Those for whom it is escalated hear of that alone. */
static bool send_all(const struct telling *telling, struct err *err)
{
    const struct config *config = telling->desk->config;
    struct circle approvers = {&config->approval_mail,
                               &config->approval_connectors};
    struct circle others = {
        config->escalation_mail.n > 0 ? &config->escalation_mail
                                      : &config->approval_mail,
        config->escalation_connectors.n > 0 ? &config->escalation_connectors
                                            : &config->approval_connectors};
    struct notice_item *part[2];
    size_t n[2] = {0, 0};

    for (size_t i = 0; i < 2; i++)
        part[i] = arena_array(telling->arena, telling->n, sizeof(*part[i]));
    for (size_t i = 0; i < telling->n; i++) {
        struct notice_item item = telling->items[i];

        if (item.due & TOLD_ESCALATED) {
            part[1][n[1]] = item;
            part[1][n[1]++].due = TOLD_ESCALATED;
        }
        item.due &= ~(unsigned)TOLD_ESCALATED;
        if (item.due != 0)
            part[0][n[0]++] = item;
    }
    return send(telling, &approvers, part[0], n[0], err) &&
           send(telling, &others, part[1], n[1], err);
}

static bool tell(struct desk *desk, void *with, struct err *err)
{
    const struct telling *telling = with;
    const char *last =
        arena_printf(telling->arena, "%lld", (long long)telling->now);

    return send_all(telling, err) &&
           state_set(desk->store, LAST, str_of(last), err);
}

/* One that has just been told of is told of again only after a while. */
static bool too_soon(struct telling *telling, bool *out, struct err *err)
{
    int64_t window = telling->desk->config->notify_window;
    int64_t last = 0;
    struct str text;

    if (!state_get(telling->desk->store, LAST, telling->arena, &text, err))
        return false;
    *out = str_int(text, &last) && telling->now >= last &&
           telling->now - last < window;
    return true;
}

static bool gather(struct telling *telling, struct err *err)
{
    struct approval *approvals;
    size_t n;

    if (!approvals_untold(telling->desk->store, telling->now, MOST,
                          telling->arena, &approvals, &n, err))
        return false;
    telling->items = arena_array(telling->arena, n, sizeof(*telling->items));
    for (size_t i = 0; i < n; i++) {
        if (!batch_fill(telling->desk, &approvals[i], telling->arena, err) ||
            !vote_fill(telling->desk, &approvals[i], telling->arena, err))
            return false;
        telling->items[telling->n++] = (struct notice_item){
            .approval = &approvals[i],
            .due = due_of(&approvals[i], telling->now),
        };
    }
    return true;
}

bool notice_clock(struct desk *desk, int64_t now, bool *worked, struct err *err)
{
    struct telling telling = {.desk = desk, .arena = arena_new(), .now = now};
    bool wait = false;
    bool ok = too_soon(&telling, &wait, err) &&
              (wait || gather(&telling, err)) &&
              (telling.n == 0 || desk_transact(desk, tell, &telling, err));

    *worked |= ok && telling.n > 0;
    arena_free(telling.arena);
    return ok;
}
