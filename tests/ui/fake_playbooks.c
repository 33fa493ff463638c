/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Playbooks, what a file would bring, and rehearsals: the real ones, of
 * definitions that are written here.
 */
#include "fake.h"

#include <stdio.h>
#include <string.h>

#include "util/mem.h"
#include "util/when.h"

#define ALERT                                                                  \
    "\"triggers\":{\"alert\":{\"type\":\"ApiConnectionWebhook\",\"inputs\":"   \
    "{\"host\":{\"connection\":{\"name\":\"@parameters('$connections')"        \
    "['ascalert']['connectionId']\"}},\"body\":{\"callback_url\":"             \
    "\"@{listCallbackUrl()}\"},\"path\":"                                      \
    "\"/Microsoft.Security/Alert/subscribe\"}}}"
#define CONNECTIONS                                                            \
    "\"parameters\":{\"$connections\":{\"type\":\"Object\",\"defaultValue\":"  \
    "{}},\"Mailbox\":{\"type\":\"String\",\"defaultValue\":"                   \
    "\"soc@contoso.example\"}}"
#define HOST(key)                                                              \
    "\"host\":{\"connection\":{\"name\":\"@parameters('$connections')"         \
    "['" key "']['connectionId']\"}}"

/* A question, a loop, a way for failures, two branches at the same time. */
static const char isolate[] =
    "{\"name\":\"isolate-machine\",\"definition\":{" CONNECTIONS "," ALERT
    ",\"actions\":{"
    "\"Hosts\":{\"type\":\"InitializeVariable\",\"inputs\":{\"variables\":"
    "[{\"name\":\"hosts\",\"type\":\"array\",\"value\":[\"vm-web-01\","
    "\"vm-web-02\"]}]},\"runAfter\":{}},"
    "\"Ask\":{\"type\":\"ApiConnectionWebhook\",\"inputs\":{" HOST(
        "office365") ",\"path\":\"/approvalmail/$subscriptions\",\"body\":"
                     "{\"NotificationUrl\":\"@{listCallbackUrl()}\","
                     "\"Message\":{\"To\":\"@parameters('Mailbox')\","
                     "\"Subject\":\"Isolate? @{triggerBody()?"
                     "['AlertDisplayName']}\",\"Options\":\"Isolate, "
                     "Ignore\"}}},\"runAfter\":{\"Hosts\":[\"Succeeded\"]}},"
                     "\"Yes\":{\"type\":\"If\",\"expression\":{\"and\":"
                     "[{\"equals\":[\"@body('Ask')?['SelectedOption']\","
                     "\"Isolate\"]}]},\"actions\":{"
                     "\"Each_host\":{\"type\":\"Foreach\",\"foreach\":"
                     "\"@variables('hosts')\",\"actions\":{\"Isolate\":"
                     "{\"type\":\"Http\",\"inputs\":{\"method\":\"POST\","
                     "\"uri\":\"https://api.contoso.example/isolate/@{item()}"
                     "\",\"headers\":{\"Authorization\":\"Bearer s3cret\"},"
                     "\"body\":{\"host\":\"@item()\"}},\"runAfter\":{}}},"
                     "\"runAfter\":{}},"
                     "\"Tell\":{\"type\":\"ApiConnection\",\"inputs\":{" HOST(
                         "office365") ",\"method\":\"post\",\"path\":"
                                      "\"/v2/Mail\",\"body\":{\"To\":"
                                      "\"@parameters('Mailbox')\",\"Subject\":"
                                      "\"It has failed\",\"Body\":\"See the "
                                      "run.\"}},\"runAfter\":{\"Each_host\":"
                                      "[\"Failed\",\"TimedOut\"]}}},"
                                      "\"else\":{\"actions\":{\"Note\":"
                                      "{\"type\":\"Compose\",\"inputs\":"
                                      "\"nothing was isolated\",\"runAfter\":"
                                      "{}}}},\"runAfter\":{\"Ask\":"
                                      "[\"Succeeded\"]}},"
                                      "\"Log\":{\"type\":\"Compose\","
                                      "\"inputs\":\"@triggerBody()?"
                                      "['AlertDisplayName']\",\"runAfter\":"
                                      "{\"Hosts\":[\"Succeeded\"]}}}}}";

static const char refused[] =
    "{\"name\":\"to-contosocrm\",\"definition\":{" CONNECTIONS "," ALERT
    ",\"actions\":{\"Add_row\":{\"type\":\"ApiConnection\",\"inputs\":{" HOST(
        "contosocrm") ",\"method\":\"post\",\"path\":\"/tables/items\"},"
                      "\"runAfter\":{}}}}}";

static const char composed[] =
    "{\"name\":\"tell-soc\",\"definition\":{\"parameters\":{\"$connections\":"
    "{\"type\":\"Object\",\"defaultValue\":{}}}," ALERT ",\"actions\":{"
    "\"Severe\":{\"type\":\"If\",\"expression\":{\"and\":[{\"equals\":"
    "[\"@triggerBody()?['Severity']\",\"High\"]}]},\"actions\":{"
    "\"mail\":{\"type\":\"ApiConnection\",\"inputs\":{" HOST(
        "riposte") ",\"method\":\"post\",\"path\":\"/mail\",\"body\":{\"to\":"
                   "\"soc@contoso.example\",\"subject\":"
                   "\"@{triggerBody()?['AlertDisplayName']}\"}},\"runAfter\":"
                   "{}},\"teams\":{\"type\":\"ApiConnection\",\"inputs\":"
                   "{" HOST(
                       "riposte") ",\"method\":\"post\",\"path\":"
                                  "\"/teams\",\"body\":{\"text\":\"See "
                                  "the queue.\"}},\"runAfter\":{}},"
                                  "\"note\":{\"type\":\"ApiConnection\","
                                  "\"inputs\":{" HOST(
                                      "riposte") ",\"method\":\"post\","
                                                 "\"path\":"
                                                 "\"/note\",\"body\":{\"text\":"
                                                 "\"Nobody was told.\"}},"
                                                 "\"runAfter\":{\"teams\":"
                                                 "[\"Failed\",\"TimedOut\"]}}},"
                                                 "\"else\":{\"actions\":{}},"
                                                 "\"runAfter\":{}}}}}";

static const char *const texts[] = {composed, isolate, refused};
#define TEXTS (sizeof(texts) / sizeof(texts[0]))

/* Hostile and wide texts stand in its name, and in a text that is sent. */
static struct json *playbook_json(const struct fake *fake, size_t number)
{
    struct arena *arena = arena_new();
    struct json *json = json_copy(fake_parsed(arena, texts[number % TEXTS]));
    struct json *parameters =
        json_member(json_member(json, "definition"), "parameters");
    struct json *mailbox = json_member(parameters, "Mailbox");

    if (fake->state == FAKE_HOSTILE || fake->state == FAKE_WIDE) {
        json_set_text(json, "name", fake_text(fake, arena, "name", number));
        if (mailbox)
            json_set_text(mailbox, "defaultValue",
                          fake_text(fake, arena, "mail", number));
    }
    arena_free(arena);
    return json;
}

static size_t count(const struct fake *fake)
{
    size_t n = fake_rows(fake);

    return n < TEXTS ? n : TEXTS;
}

static void read_all(const struct fake *fake, struct playbook_reading *out)
{
    for (size_t i = 0; i < count(fake); i++) {
        struct json *json = playbook_json(fake, i);
        const struct playbook_given given = {.catalogue = fake->catalogue};
        struct err err = {0};

        if (!playbook_read_all(json, &given, out, &err))
            fprintf(stderr, "fake: %s\n", err.text);
        json_free(json);
    }
}

struct playbook_page *fake_playbooks(const struct fake *fake)
{
    struct playbook_page *page = mem_new(sizeof(*page));
    struct arena *arena;

    playbook_reading_init(&page->reading);
    page->error = fake_trouble(fake);
    read_all(fake, &page->reading);
    arena = page->reading.arena;
    page->n = page->reading.n;
    page->rows = arena_array(arena, page->n + 1, sizeof(*page->rows));
    for (size_t i = 0; i < page->n; i++)
        page->rows[i] = (struct playbook_row){
            .row = (int64_t)i + 1,
            .mode = (enum rule_mode)(i % RULE_MODE_N),
            .saved = FAKE_NOW - (int64_t)(i + 1) * 3 * WHEN_HOUR,
            .editor = fake_text(fake, arena, "mara", i),
            .playbook = &page->reading.playbooks[i],
        };
    return page;
}

struct playbook_import *fake_import(const struct fake *fake,
                                    const struct ask *ask)
{
    struct playbook_import *import = mem_new(sizeof(*import));

    import->file = mem_text("/srv/playbooks/all.json");
    import->error = fake_trouble(fake);
    if (strstr(ask->text, "//"))
        err_set(&import->error, ERR_ABSENT, "no file %s", ask->text);
    playbook_reading_init(&import->reading);
    read_all(fake, &import->reading);
    import->known = arena_array(import->reading.arena, import->reading.n + 1,
                                sizeof(*import->known));
    if (import->reading.n > 1)
        import->known[1] = true;
    return import;
}

struct browse_page *fake_browse(const struct fake *fake, const struct ask *ask)
{
    struct browse_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->dir = *ask->text ? "/srv/playbooks" : "/srv";
    page->error = fake_trouble(fake);
    page->entries = arena_array(page->arena, 3, sizeof(*page->entries));
    page->entries[page->n++] =
        (struct browse_entry){.name = "playbooks", .directory = true};
    page->entries[page->n++] = (struct browse_entry){
        .name = fake_text(fake, page->arena, "all.json", 1)};
    return page;
}

/* Whatever is asked for by name is the second. */
struct rehearse_page *fake_rehearse(const struct fake *fake,
                                    const struct ask *ask)
{
    struct rehearse_wish *wish = rehearse_wish_copy(ask->rehearse);

    if (!wish->playbook)
        wish->playbook = playbook_json(fake, 1);
    if (wish->from == REHEARSE_EVENT)
        wish->from = REHEARSE_SAMPLE;
    return rehearse_page_read(NULL, fake->catalogue, wish);
}
