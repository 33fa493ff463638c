/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake.h"

#include <stdio.h>
#include <string.h>

#include "util/mem.h"
#include "util/when.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

bool fake_state_parse(const char *name, enum fake_state *out)
{
    static const char *const names[FAKE_STATE_N] = {
        [FAKE_EMPTY] = "empty", [FAKE_ONE] = "one",
        [FAKE_MANY] = "many",   [FAKE_HOSTILE] = "hostile",
        [FAKE_WIDE] = "wide",   [FAKE_ERROR] = "error",
    };

    for (int i = 0; i < FAKE_STATE_N; i++) {
        if (!strcmp(names[i], name)) {
            *out = (enum fake_state)i;
            return true;
        }
    }
    return false;
}

size_t fake_rows(const struct fake *fake)
{
    static const size_t counts[FAKE_STATE_N] = {
        [FAKE_ONE] = 1,
        [FAKE_MANY] = 1000,
        [FAKE_HOSTILE] = 6,
        [FAKE_WIDE] = 6,
    };

    return counts[fake->state];
}

/* Escapes, controls, a turned line, a bad byte, a line end, a C1 control. */
static const char *const hostile[] = {
    "\033[2J\033[1;1Hcleared?",
    "bell\a back\b\b\b\btab\there",
    "invoice\xe2\x80\xae"
    "fdp.exe",
    "bad \xff\xfe bytes \xc3",
    "two\nlines\r\nin one",
    "c1 \xc2\x9b"
    "31m red \xc2\x9d"
    "0;title\xc2\x9c",
};
static const char *const wide[] = {
    "不審なプロセスが実行されました",
    "ブルートフォース攻撃",
    "Zugriff über Tor – verdächtig",
    "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 marks",
    "漢字と latin 混在",
    "🔥 fire alert 🔥🔥",
};
static const char *const plain[] = {
    "Suspicious process executed",
    "Brute force attack succeeded",
    "Access from a Tor exit node",
    "Potential SQL injection",
    "Unusual number of blobs exfiltrated from a storage account",
};

const char *fake_text(const struct fake *fake, struct arena *arena,
                      const char *what, size_t number)
{
    if (fake->state == FAKE_HOSTILE)
        return arena_printf(arena, "%s", hostile[number % N(hostile)]);
    if (fake->state == FAKE_WIDE)
        return arena_printf(arena, "%s", wide[number % N(wide)]);
    if (!strcmp(what, "title"))
        return plain[number % N(plain)];
    return arena_printf(arena, "%s-%02zu", what, number % 40);
}

static struct err trouble(const struct fake *fake)
{
    struct err err = {0};

    if (fake->state == FAKE_ERROR)
        err_set(&err, ERR_INPUT,
                "Column 10: there is no operator =<; did you mean <=?");
    return err;
}

static struct queue_row queue_row(const struct fake *fake, struct arena *arena,
                                  int64_t place)
{
    int64_t number = (int64_t)fake_rows(fake) - 1 - place + fake->arrived;
    size_t n = (size_t)number;

    return (struct queue_row){
        .row = number + 1,
        .time = FAKE_NOW - (place - fake->arrived) * 7 * WHEN_MINUTE -
                2 * WHEN_MINUTE,
        .kind = n % 7 == 6 ? EVENT_RECOMMENDATION : EVENT_ALERT,
        .severity = (enum severity)(SEVERITY_HIGH - n % 4),
        .automation = (enum event_auto)(n % AUTO_N),
        .acknowledged = n % 5 == 4 ? FAKE_NOW : 0,
        .flags = n % 6 == 5 ? EVENT_PENDING : 0,
        .title = str_of(fake_text(fake, arena, "title", n)),
        .resource = str_of(fake_text(fake, arena, "vm-web", n + 1)),
        .tactic = n % 3 ? STR("Execution") : STR("CredentialAccess"),
        .status = n % 4 == 3 ? STR("Resolved") : STR("Active"),
        .owner = n % 3 ? STR("") : STR("mara"),
    };
}

/* As the reader does it: the anchor is in the page. */
static struct note *answer_queue(const struct fake *fake, const struct ask *ask)
{
    struct note *note = mem_new(sizeof(*note));
    struct queue_page *page = mem_new(sizeof(*page));
    int64_t total = (int64_t)fake_rows(fake) + fake->arrived;
    int64_t place = ask->anchor ? total - ask->anchor : -1;
    int64_t first = ask->first;

    if (place >= 0 && (place < first || place >= first + (int64_t)ask->count))
        first = place - (int64_t)ask->count / 2;
    if (first > total - (int64_t)ask->count)
        first = total - (int64_t)ask->count;
    first = first > 0 ? first : 0;
    *page = (struct queue_page){
        .arena = arena_new(),
        .revision = 1 + (uint64_t)fake->arrived,
        .complete = true,
        .total = total,
        .all = total ? total + 47204 : 0,
        .first = first,
        .anchor = place,
        .newest = fake->arrived,
        .error = trouble(fake),
    };
    page->rows = arena_array(page->arena, ask->count + 1, sizeof(*page->rows));
    while (page->n < ask->count && first + (int64_t)page->n < total) {
        page->rows[page->n] =
            queue_row(fake, page->arena, first + (int64_t)page->n);
        page->n++;
    }
    note->kind = NOTE_QUEUE;
    note->is.queue = page;
    return note;
}

/* The next row whose title has the text in it. */
static struct note *answer_find(const struct fake *fake, const struct ask *ask)
{
    int64_t total = (int64_t)fake_rows(fake);
    struct arena *arena = arena_new();
    struct ask found = *ask;

    found.anchor = 0;
    for (int64_t i = 1; i <= total && !found.anchor; i++) {
        int64_t from = total - ask->anchor;
        int64_t place =
            ((ask->backwards ? from - i : from + i) + total) % total;
        struct queue_row row = queue_row(fake, arena, place);

        if (str_find_fold(row.title, str_of(ask->text)) != STR_NOWHERE)
            found.anchor = row.row;
    }
    arena_free(arena);
    return answer_queue(fake, &found);
}

static struct note *answer_rows(const struct fake *fake)
{
    struct note *note = mem_new(sizeof(*note));

    note->kind = NOTE_ROWS;
    note->is.rows.n = fake_rows(fake) / 10;
    note->is.rows.rows =
        mem_array(note->is.rows.n + 1, sizeof(*note->is.rows.rows));
    for (size_t i = 0; i < note->is.rows.n; i++)
        note->is.rows.rows[i] = (int64_t)i * 10 + 1;
    return note;
}

static bool about_rules(struct note *note, const struct fake *fake,
                        const struct ask *ask)
{
    switch (ask->kind) {
    case ASK_RULES:
        note->kind = NOTE_RULES;
        note->is.rules = fake_rules(fake);
        return true;
    case ASK_RULE:
        note->kind = NOTE_RULE;
        note->is.rule = fake_rule(fake, ask->rule_row);
        return true;
    case ASK_TEST:
        note->kind = NOTE_TEST;
        note->is.test = fake_test(fake);
        return true;
    case ASK_BACKTEST:
        note->kind = NOTE_BACKTEST;
        note->is.backtest = fake_backtest(fake, false, ask->against != 0);
        return true;
    case ASK_NOISE:
        note->kind = NOTE_NOISE;
        note->is.backtest = fake_backtest(fake, true, false);
        return true;
    case ASK_DECISIONS:
        note->kind = NOTE_DECISIONS;
        note->is.decisions = fake_decisions(fake);
        return true;
    case ASK_HISTORY:
        note->kind = NOTE_HISTORY;
        note->is.history = fake_history(fake);
        return true;
    default:
        return false;
    }
}

static void about_else(struct note *note, const struct fake *fake,
                       const struct ask *ask)
{
    switch (ask->kind) {
    case ASK_EVENT:
        note->kind = NOTE_EVENT;
        note->is.event = fake_event(fake, ask->row);
        break;
    case ASK_APPROVALS:
        note->kind = NOTE_APPROVALS;
        note->is.approvals = fake_approvals(fake);
        break;
    case ASK_RUNS:
        note->kind = NOTE_RUNS;
        note->is.runs = fake_runs(fake, false, ask->row);
        break;
    case ASK_RUN:
        note->kind = NOTE_RUN;
        note->is.runs = fake_runs(fake, true, ask->row);
        break;
    case ASK_VIEWS:
        note->kind = NOTE_VIEWS;
        note->is.views = fake_views(fake);
        break;
    case ASK_PREVIEW:
        note->kind = NOTE_PREVIEW;
        note->is.preview = fake_preview(fake);
        break;
    case ASK_SUPPRESSIONS:
        note->kind = NOTE_SUPPRESSIONS;
        note->is.suppressions = fake_suppressions(fake);
        break;
    case ASK_REPORT:
        note->kind = NOTE_REPORT;
        note->is.report = fake_report(fake, ask);
        break;
    case ASK_AUDIT:
        note->kind = NOTE_AUDIT;
        note->is.audit = fake_audit(fake);
        break;
    case ASK_VERIFY:
        note->kind = NOTE_VERIFY;
        note->is.verify = fake_verify(fake);
        break;
    case ASK_HEALTH:
        note->kind = NOTE_HEALTH;
        note->is.health = fake_health(fake);
        break;
    default:
        note->kind = NOTE_EFFECTS;
        note->is.effects = fake_effects(fake);
        break;
    }
}

static struct note *answer_page(const struct fake *fake, const struct ask *ask)
{
    struct note *note = mem_new(sizeof(*note));

    if (!about_rules(note, fake, ask))
        about_else(note, fake, ask);
    return note;
}

static struct note *answer_playbooks(const struct fake *fake,
                                     const struct ask *ask)
{
    struct note *note = mem_new(sizeof(*note));

    switch (ask->kind) {
    case ASK_PLAYBOOKS:
        note->kind = NOTE_PLAYBOOKS;
        note->is.playbooks = fake_playbooks(fake);
        break;
    case ASK_BROWSE:
        note->kind = NOTE_BROWSE;
        note->is.browse = fake_browse(fake, ask);
        break;
    case ASK_PLAY:
        note->kind = NOTE_PLAY;
        note->is.play = fake_play(fake);
        break;
    case ASK_REMOTE:
        note->kind = NOTE_REMOTE;
        note->is.remote = fake_remote(fake, ask);
        break;
    case ASK_IMPORT:
        note->kind = NOTE_IMPORT;
        note->is.import = fake_import(fake, ask);
        break;
    default:
        note->kind = NOTE_REHEARSE;
        note->is.rehearse = fake_rehearse(fake, ask);
        break;
    }
    return note;
}

struct note *fake_answer(const struct fake *fake, const struct ask *ask)
{
    struct note *note;

    if (ask->kind == ASK_QUEUE)
        note = answer_queue(fake, ask);
    else if (ask->kind == ASK_FIND)
        note = answer_find(fake, ask);
    else if (ask->kind == ASK_ROWS)
        note = answer_rows(fake);
    else if (ask->kind >= ASK_PLAYBOOKS && ask->kind <= ASK_REMOTE)
        note = answer_playbooks(fake, ask);
    else
        note = answer_page(fake, ask);
    note->ticket = ask->ticket;
    return note;
}

struct note *fake_done(const struct fake *fake, const struct command *command)
{
    struct note *note = mem_new(sizeof(*note));
    struct done *done = mem_new(sizeof(*done));

    note->kind = NOTE_DONE;
    note->ticket = command->ticket;
    note->is.done = done;
    done->command = command->kind;
    done->done = command->n_rows ? command->n_rows : 1;
    done->row = command->kind == COMMAND_REMOTE ? fake_remote_run(command)
                                                : command->row;
    snprintf(done->line, sizeof(done->line), "riposte command-%d %.200s %.200s",
             (int)command->kind, command->text, command->why);
    if (fake->state == FAKE_ERROR)
        err_set(&done->error, ERR_REMOTE,
                "The service said no (403): ask for the role Security Admin.");
    return note;
}

struct note *fake_status(const struct fake *fake)
{
    struct note *note = mem_new(sizeof(*note));
    struct engine_status *status = mem_new(sizeof(*status));
    bool bad = fake->state == FAKE_ERROR;

    note->kind = NOTE_STATUS;
    note->is.status = status;
    *status = (struct engine_status){
        .here = !bad,
        .four_eyes = bad ? FOUR_EYES_OFF : FOUR_EYES_FULL,
        .roles = !bad,
        .held = bad,
        .n_sources = 2,
        .approvals_pending = (int64_t)(fake_rows(fake) ? 1 : 0),
        .effects_active = (int64_t)(fake_rows(fake) > 1 ? 2 : 0),
        .runs_open = (int64_t)(fake_rows(fake) > 1 ? 3 : 0),
    };
    for (size_t i = 0; i < 2; i++) {
        struct source_status *source = &status->sources[i];

        snprintf(source->name, sizeof(source->name), "defender-%zu", i);
        source->succeeded = FAKE_NOW - 3000;
        source->next = FAKE_NOW + 30000;
        if (!bad || i)
            continue;
        source->code = ERR_DENIED;
        snprintf(source->text, sizeof(source->text),
                 "The client secret is wrong or has expired (AADSTS7000215): "
                 "set a new one.");
    }
    return note;
}
