/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * target_files.c - what people and services hand in: rules, templates of
 * Azure, the catalogue, settings, answers to requests.
 */
#include <string.h>
#include <unistd.h>

#include "connect/action.h"
#include "engine/automation.h"
#include "fuzz.h"
#include "model/containment_read.h"
#include "service/config.h"
#include "util/file.h"
#include "util/json_loose.h"
#include "util/utf8.h"

/* ---- rules ----------------------------------------------------------------*/

static const char *const rule_files[] = {"data/rules", NULL};

static void one_rule(const struct json *json)
{
    struct json *written, *again;
    struct rule *rule = NULL;
    struct rule *same = NULL;
    struct err err;

    if (!rule_from_json(json, &rule, &err)) {
        FUZZ_MUST(*err.text != '\0');
        return;
    }
    written = rule_to_json(rule);
    FUZZ_MUST(rule_from_json(written, &same, &err));
    again = rule_to_json(same);
    FUZZ_MUST(json_equal(written, again));
    json_free(written);
    json_free(again);
    rule_free(rule);
    rule_free(same);
}

static void run_rule(struct str input)
{
    struct json *json = NULL;
    struct err err;

    if (!json_parse_loose(input, &json, &err))
        return;
    one_rule(json);
    for (struct json_each e = json_each(json); json_next(&e);)
        one_rule(e.value);
    json_free(json);
}

const struct fuzz_target fuzz_rule = {
    .name = "rule", .corpus = rule_files, .run = run_rule};

/* ---- templates ------------------------------------------------------------*/

static const char *const automation_files[] = {"tests/data/automations", NULL};

static void write_back(const struct automation_reading *reading)
{
    for (size_t i = 0; i < reading->n_rules; i++) {
        const struct rule *rule = reading->rules[i];
        struct json *written = NULL;
        struct err err;

        if (automation_write(&rule, 1, &written, &err))
            json_free(written);
        else
            FUZZ_MUST(*err.text != '\0');
    }
}

static void run_automation(struct str input)
{
    struct deploy_given given = {.subscription = STR("0"), .group = STR("rg")};
    struct automation_reading reading;
    struct json *json = NULL;
    struct err err;

    if (!json_parse_loose(input, &json, &err))
        return;
    automation_reading_init(&reading);
    if (automation_read_all(json, &given, &reading, &err))
        write_back(&reading);
    else
        FUZZ_MUST(*err.text != '\0');
    automation_reading_done(&reading);
    json_free(json);
}

const struct fuzz_target fuzz_automation = {
    .name = "automation", .corpus = automation_files, .run = run_automation};

/* ---- the catalogue --------------------------------------------------------*/

static const char *const catalogue_files[] = {"data/containment", NULL};

static void render_all(const struct containment *entry, struct arena *arena)
{
    struct str target = str_of(entry->sample);
    struct request request;
    struct err err;

    for (size_t i = 0; i < entry->n_acts; i++)
        call_show(&entry->acts[i], target, NULL, arena, &request, &err);
    for (size_t i = 0; i < entry->n_undos; i++)
        call_show(&entry->undos[i], target, NULL, arena, &request, &err);
}

static void run_catalogue(struct str input)
{
    struct arena *arena = arena_new();
    struct containment entry = {0};
    struct json *json = NULL;
    struct err err;

    if (json_parse_loose(input, &json, &err)) {
        if (containment_read(json, arena, &entry, &err))
            render_all(&entry, arena);
        else
            FUZZ_MUST(*err.text != '\0');
    }
    json_free(json);
    arena_free(arena);
}

const struct fuzz_target fuzz_catalogue = {
    .name = "catalogue", .corpus = catalogue_files, .run = run_catalogue};

/* ---- settings -------------------------------------------------------------*/

static const char *const settings[] = {
    "store = \"/tmp/x.db\";\ncloud: { name = \"public\"; };\n"
    "sources = ( { kind = \"defender-alerts\"; every = \"1m\"; } );\n",
    "identity: { kind = \"secret\"; tenant = \"t\"; client_id = \"c\"; "
    "client_secret = \"env:X\"; subscriptions = [ \"a\", \"b\" ]; };\n",
    "mail: { server = \"smtp://127.0.0.1:25\"; from = \"a@b.c\"; };\n"
    "keys: { queue: { close = \"e\"; }; };\n"
    "watchlists: { known = [ \"10.0.0.1\" ]; };\n",
    "@include \"x\"\n# comment\nstore = 0x10L;\n", NULL};

static void run_config(struct str input)
{
    static char path[] = "/tmp/riposte-fuzz-XXXXXX";
    static int fd = -1;
    struct config *config = NULL;
    struct err err;

    if (fd < 0)
        fd = mkstemp(path);
    FUZZ_MUST(fd >= 0 && file_write(path, input, &err));
    if (config_load(path, NULL, &config, &err))
        config_free(config);
    else
        FUZZ_MUST(*err.text != '\0');
    unlink(path);
}

const struct fuzz_target fuzz_config = {
    .name = "config", .beginnings = settings, .run = run_config};

/* ---- answers --------------------------------------------------------------*/

static const char *const answers[] = {
    "a0\n{\"error\":{\"code\":\"X\",\"message\":\"y\"}}",
    "b1\n{\"result\":{\"sys_id\":\"1\",\"number\":\"INC1\"}}",
    "c2\n{\"issues\":[{\"key\":\"SEC-1\"}],\"isLast\":true}",
    "d0\n{\"value\":[{\"name\":\"a\",\"properties\":{\"status\":\"Failed\"}}]}",
    "e0\n{\"value\":\"https://x/triggers?sig=s\",\"method\":\"POST\"}",
    "f1\n{\"statusQueryGetUri\":\"https://x\",\"runtimeStatus\":\"Running\"}",
    NULL};

/* Whatever the fields are of all kinds, so that each finds its own. */
#define FIELDS                                                                 \
    "{\"url\":\"https://x/y\",\"workflow\":\"/subscriptions/a/resourceGroups/" \
    "b/"                                                                       \
    "providers/Microsoft.Logic/workflows/"                                     \
    "w\",\"trigger\":\"manual\",\"account\":"                                  \
    "\"/subscriptions/a/resourceGroups/b/providers/Microsoft.Automation/"      \
    "automationAccounts/c\",\"runbook\":\"r\",\"script\":\"s\",\"action\":"    \
    "\"vm-deallocate\",\"index\":0}"

static const struct action_kind *kind_of(unsigned char number)
{
    size_t n = 0;

    while (action_at(n))
        n++;
    return action_at(number % n);
}

static void judge(const struct action_kind *kind, unsigned char how,
                  struct str body)
{
    static struct hosts hosts;
    static struct json *with;
    struct action_context context = {
        .hosts = &hosts, .key = "k", .pass = "", .now = 1, .turn = how % 3};
    struct request request = {.method = "POST", .url = "https://x/y"};
    struct judgement out = {0};
    struct response response;
    struct err err;

    hosts_init(&hosts, CLOUD_PUBLIC);
    if (!with)
        FUZZ_MUST(json_parse(STR(FIELDS), &with, &err));
    context.with = with;
    response_init(&response);
    response.status = how % 3 ? 200 : 404;
    response.sent = true;
    buf_str(&response.body, body);
    action_judge(kind, &context, &request, &response, &out);
    FUZZ_MUST(out.verdict < VERDICT_N);
    FUZZ_MUST(memchr(out.text, '\0', sizeof(out.text)) != NULL);
    FUZZ_MUST(utf8_valid(str_of(out.text)));
    json_free(out.learnt);
    response_done(&response);
}

/* The first two bytes say the kind, its turn and the status. */
static void run_answer(struct str input)
{
    const struct action_kind *kind;

    if (input.len < 2)
        return;
    kind = kind_of((unsigned char)input.at[0]);
    if (kind->judge && !kind->local)
        judge(kind, (unsigned char)input.at[1], str_sub(input, 2, input.len));
}

const struct fuzz_target fuzz_answer = {
    .name = "answer", .corpus = NULL, .beginnings = answers, .run = run_answer};
