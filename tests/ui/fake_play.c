/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The run of a playbook as a tree: what is done, what failed and was caught,
 * what is under way, what was not taken, and what is still to come.
 */
#include "fake.h"

#include "util/mem.h"
#include "util/when.h"

#define BEGAN (FAKE_NOW - WHEN_MINUTE - 10000)

struct line {
    enum wdl_row_kind kind;
    int depth;
    const char *name;
    const char *type;
    const char *after;
    const char *what;
    enum action_class class;
    bool effect;
    bool untaken;
    bool begun;
    enum run_state state;
    int64_t began; /* after the run */
    int64_t took;  /* 0: it goes on */
    const char *error;
    size_t rounds;
    int64_t lane;
    const char *inputs;
    const char *outputs;
};

#define DONE .begun = true, .state = RUN_SUCCEEDED

static const struct line lines[] = {
    {.name = "Hosts",
     .type = "InitializeVariable",
     DONE,
     .took = 1,
     .inputs = "{\"variables\":[{\"name\":\"hosts\",\"type\":\"array\"}]}"},
    {.name = "Look",
     .type = "Http",
     .effect = true,
     .begun = true,
     .state = RUN_FAILED,
     .began = 5,
     .took = 2300,
     .error = "The answer has the status 404.",
     .lane = 1,
     .inputs = "{\"method\":\"GET\",\"uri\":\"https://api.contoso.example/"
               "hosts\"}",
     .outputs = "{\"statusCode\":404,\"body\":{\"error\":\"gone\"}}"},
    {.name = "Tell",
     .type = "ApiConnection",
     .after = "after Look (Failed)",
     .what = "Send a mail",
     .class = CLASS_NOTIFY,
     .effect = true,
     DONE,
     .began = 2310,
     .took = 900,
     .lane = 2,
     .inputs = "{\"method\":\"post\",\"path\":\"/v2/Mail\",\"body\":"
               "{\"To\":\"soc@contoso.example\",\"Password\":\"***\"}}",
     .outputs = "{\"statusCode\":200,\"headers\":{\"retry-after\":\"2\"}}"},
    {.name = "Yes",
     .type = "If",
     .begun = true,
     .state = RUN_RUNNING,
     .began = 3300},
    {.kind = WDL_ROW_BRANCH, .depth = 1, .name = "actions", .type = "If"},
    {.depth = 2,
     .name = "Each_host",
     .type = "Foreach",
     .begun = true,
     .state = RUN_RUNNING,
     .began = 3310,
     .rounds = 2},
    {.kind = WDL_ROW_ROUND, .depth = 3, .name = "1", .type = "Foreach"},
    {.depth = 4,
     .name = "Isolate",
     .type = "Http",
     .class = CLASS_REVERSIBLE,
     .effect = true,
     DONE,
     .began = 3320,
     .took = 61000,
     .lane = 3,
     .inputs = "{\"method\":\"POST\",\"uri\":\"https://api.contoso.example/"
               "isolate/vm-web-01\"}",
     .outputs = "{\"statusCode\":201}"},
    {.kind = WDL_ROW_ROUND, .depth = 3, .name = "2", .type = "Foreach"},
    {.depth = 4,
     .name = "Isolate",
     .type = "Http",
     .class = CLASS_REVERSIBLE,
     .effect = true,
     .begun = true,
     .state = RUN_RUNNING,
     .began = 64400,
     .lane = 4,
     .inputs = "{\"method\":\"POST\",\"uri\":\"https://api.contoso.example/"
               "isolate/vm-web-02\"}"},
    {.kind = WDL_ROW_BRANCH,
     .depth = 1,
     .name = "else",
     .type = "If",
     .untaken = true},
    {.depth = 2, .name = "Note", .type = "Compose", .untaken = true},
    {.name = "Count",
     .type = "Foreach",
     DONE,
     .began = 100,
     .took = 900,
     .rounds = 40},
    {.kind = WDL_ROW_ROUND, .depth = 1, .name = "0", .type = "Foreach"},
    {.depth = 2, .name = "Add", .type = "Compose", DONE, .began = 100},
    {.name = "Log", .type = "Compose", .after = "after Yes"},
};
#define LINES (sizeof(lines) / sizeof(lines[0]))

static const char *text(const struct fake *fake, struct arena *arena,
                        const char *plain, size_t number)
{
    bool odd = fake->state == FAKE_HOSTILE || fake->state == FAKE_WIDE;

    return odd && plain && *plain ? fake_text(fake, arena, plain, number)
           : plain                ? plain
                                  : "";
}

static void add_node(const struct fake *fake, struct play_page *page,
                     const struct line *line)
{
    struct arena *arena = page->arena;

    page->nodes[page->n] = (struct play_node){
        .name = line->name,
        .path = arena_printf(arena, "%s-%zu", line->name, page->n),
        .type = line->type,
        .depth = line->depth,
        .state = line->state,
        .code = line->error ? "404" : "OK",
        .error = text(fake, arena, line->error, page->n),
        .inputs = line->inputs ? fake_parsed(arena, line->inputs) : NULL,
        .outputs = line->outputs ? fake_parsed(arena, line->outputs) : NULL,
        .began = BEGAN + line->began,
        .ended = line->took ? BEGAN + line->began + line->took : 0,
        .attempts = line->error ? 3 : 1,
        .loop = line->rounds > 0,
        .rounds = line->rounds,
        .branch = "",
        .lane = line->lane,
    };
    page->n++;
}

struct play_page *fake_play(const struct fake *fake)
{
    struct play_page *page = mem_new(sizeof(*page));
    struct arena *arena = arena_new();

    page->arena = arena;
    page->playbook = "isolate-machine";
    page->digest = "";
    page->error_text = "";
    page->trigger = fake_parsed(
        arena, "{\"body\":{\"AlertDisplayName\":\"Malware found\"}}");
    page->nodes = arena_array(arena, LINES, sizeof(*page->nodes));
    page->rows = arena_array(arena, LINES, sizeof(*page->rows));
    for (size_t i = 0; i < LINES; i++) {
        const struct line *line = &lines[i];

        page->rows[page->n_rows++] = (struct play_row){
            .row =
                {
                    .kind = line->kind,
                    .depth = line->depth,
                    .name = text(fake, arena, line->name, i),
                    .path = arena_printf(arena, "%s-%zu", line->name, i),
                    .after = line->after ? line->after : "",
                    .untaken = line->untaken,
                },
            .type = line->type,
            .what = line->what ? line->what : "",
            .class = line->class,
            .effect = line->effect,
            .node = line->begun ? page->n : SIZE_MAX,
        };
        if (line->begun)
            add_node(fake, page, line);
    }
    return page;
}
