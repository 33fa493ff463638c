/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * permits.c - the question, and what its answer means.
 */
#include "service/permits.h"

#include <string.h>

#include "connect/judge.h"
#include "engine/permit.h"
#include "model/limits.h"
#include "util/text.h"

#define SUBSCRIPTIONS "/subscriptions/"
#define VERSION       "2022-04-01"
/* Sets that are kept: one for each role assignment. */
#define SETS_MOST 4000

const char *permits_identity(const struct config *config, struct arena *arena)
{
    return arena_printf(arena, "%s %s %s", config->identity, config->client_id,
                        config->tenant);
}

bool permits_load(struct store *store, const struct config *config,
                  struct permits *out, struct err *err)
{
    struct permits permits = {.arena = arena_new()};

    permits.identity = permits_identity(config, permits.arena);
    if (!permits_list(store, permits.arena, &permits.rows, &permits.n, err)) {
        arena_free(permits.arena);
        return false;
    }
    *out = permits;
    return true;
}

void permits_done(struct permits *permits)
{
    arena_free(permits->arena);
    *permits = (struct permits){.n = 0};
}

/* ---- scopes ---- */

static const char *lowered(struct str text, struct arena *arena)
{
    return arena_lower(arena, text).at;
}

/* Behind the host and before the query. */
static struct str path_of(struct str url)
{
    size_t at = str_find(url, STR("://"));

    if (at != STR_NOWHERE) {
        url = str_sub(url, at + 3, url.len);
        at = str_find_char(url, '/');
        url = at == STR_NOWHERE ? STR_NONE : str_sub(url, at, url.len);
    }
    at = str_find_char(url, '?');
    return at == STR_NOWHERE ? url : str_sub(url, 0, at);
}

/* The first @n parts of a path. */
static struct str parts_of(struct str path, size_t n)
{
    for (size_t i = 1; i < path.len; i++) {
        if (path.at[i] == '/' && --n == 0)
            return str_sub(path, 0, i);
    }
    return path;
}

static size_t count_parts(struct str path)
{
    size_t n = 0;

    for (size_t i = 0; i < path.len; i++)
        n += path.at[i] == '/';
    return n;
}

/* /subscriptions/S/resourceGroups/G/providers/N/type/name[/type/name][/act],
 * and what hangs on one behind a second /providers/. */
const char *permits_scope_of(struct str url, struct arena *arena)
{
    struct str path = path_of(url);
    size_t first;
    size_t second;
    size_t n;

    if (!str_starts_fold(path, STR(SUBSCRIPTIONS)) ||
        path.len == strlen(SUBSCRIPTIONS))
        return "";
    first = str_find_fold(path, STR("/providers/"));
    if (first == STR_NOWHERE)
        return lowered(parts_of(path, 4), arena);
    second =
        str_find_fold(str_sub(path, first + 1, path.len), STR("/providers/"));
    if (second != STR_NOWHERE)
        return lowered(str_sub(path, 0, first + 1 + second), arena);
    n = count_parts(str_sub(path, 0, first));
    /* A provider of the subscription itself has no resource to ask about. */
    if (n < 4)
        return lowered(str_sub(path, 0, first), arena);
    n = count_parts(path);
    return lowered(parts_of(path, n - n % 2), arena);
}

enum audience permits_audience(const char *scope)
{
    enum audience audience;

    return audience_parse(str_of(scope), &audience) ? audience : AUDIENCE_ARM;
}

struct scopes {
    struct arena *arena;
    const char **items;
    size_t n;
};

static void add_scope(struct scopes *scopes, const char *scope)
{
    for (size_t i = 0; i < scopes->n; i++) {
        if (strcmp(scopes->items[i], scope) == 0)
            return;
    }
    scopes->items = arena_grown(scopes->arena, scopes->items, scopes->n,
                                sizeof(*scopes->items));
    scopes->items[scopes->n++] = scope;
}

static void add_subscription(struct scopes *scopes, struct str id)
{
    if (str_starts_fold(id, STR(SUBSCRIPTIONS)))
        id = str_sub(id, strlen(SUBSCRIPTIONS), id.len);
    if (!str_empty(id))
        add_scope(scopes, lowered(str_of(arena_printf(scopes->arena,
                                                      SUBSCRIPTIONS "%.*s",
                                                      STR_ARG(id))),
                                  scopes->arena));
}

static bool asks_token(enum audience audience)
{
    return audience == AUDIENCE_GRAPH || audience == AUDIENCE_ENDPOINT;
}

const char *const *permits_scopes(const struct config *config,
                                  const struct catalogue *catalogue,
                                  struct arena *arena, size_t *n)
{
    struct scopes scopes = {.arena = arena};

    for (size_t i = 0; i < config->n_subscriptions; i++)
        add_subscription(&scopes, str_of(config->subscriptions[i]));
    for (size_t i = 0; i < config->n_sources; i++) {
        struct str list =
            json_text(json_get(config->sources[i].with, "subscriptions"));
        struct str one;

        while (str_cut(&list, ' ', &one))
            add_subscription(&scopes, str_trim(one));
    }
    for (size_t i = 0; i < catalogue->n; i++) {
        const struct containment *entry = &catalogue->entries[i];

        if (entry->n_acts && asks_token(entry->acts[0].audience))
            add_scope(&scopes, audience_name(entry->acts[0].audience));
    }
    *n = scopes.n;
    return scopes.items;
}

/* ---- asking ---- */

void permits_ask(const char *scope, struct arena *arena, struct request *out)
{
    *out = (struct request){
        .method = "GET",
        .url = arena_printf(arena,
                            "%s/providers/Microsoft.Authorization/permissions"
                            "?api-version=" VERSION,
                            scope),
        .body = STR_NONE,
        .audience = AUDIENCE_ARM,
        .idempotent = true,
        .limit = 4 * LIMIT_MIB,
    };
}

bool permits_read(const struct request *request,
                  const struct response *response, struct json **sets,
                  struct arena *arena, const char **next, const char **fault)
{
    struct judgement judgement = {0};
    struct json *body = NULL;
    const struct json *value;
    struct err err = {0};

    judge_rest(request, response, &judgement);
    if (judgement.verdict != VERDICT_DONE) {
        *fault = arena_text(arena, judgement.text);
        return false;
    }
    if (!json_parse(buf_view(&response->body), &body, &err) ||
        json_type(value = json_find(body, STR("value"))) != JSON_ARRAY) {
        json_free(body);
        *fault = _("What the service answers is no list of permissions.");
        return false;
    }
    if (*sets == NULL)
        *sets = json_new_array();
    for (size_t i = 0; i < json_length(value) && json_length(*sets) < SETS_MOST;
         i++)
        json_add_take(*sets, json_copy(json_item(value, i)));
    *next = arena_str(arena, json_text(json_find(body, STR("nextLink")))).at;
    json_free(body);
    return true;
}

/* ---- judging ---- */

static const struct permit *row_of(const struct permits *permits,
                                   struct str scope)
{
    for (size_t i = 0; i < permits->n; i++) {
        const struct permit *row = &permits->rows[i];

        if (str_eq_fold(str_of(row->scope), scope) &&
            strcmp(row->identity, permits->identity) == 0)
            return row;
    }
    return NULL;
}

/* What is known nearest to the target; NULL: nothing at all. */
static const struct permit *nearest(const struct permits *permits,
                                    struct str target)
{
    const struct permit *found = NULL;

    for (;;) {
        const struct permit *row = row_of(permits, target);
        size_t slash = str_find_last_char(target, '/');

        if (row && row->asked && !*row->fault)
            return row;
        if (row && !found)
            found = row;
        if (slash == STR_NOWHERE || slash == 0)
            return found;
        target = str_sub(target, 0, slash);
    }
}

/* Where a permission is looked for. */
struct want {
    const struct permits *permits;
    enum audience audience; /* that the act goes to */
    struct str target;
    struct arena *arena;
};

static void say(struct permit_finding *out, enum permit_verdict verdict,
                const char *text)
{
    out->verdict = verdict;
    out->text = text;
}

/* As people call it. */
static const char *scope_title(const char *scope, struct arena *arena)
{
    struct str id = str_of(scope);
    size_t slash;

    if (!str_starts_fold(id, STR(SUBSCRIPTIONS)))
        return scope;
    id = str_sub(id, strlen(SUBSCRIPTIONS), id.len);
    slash = str_find_last_char(id, '/');
    return slash == STR_NOWHERE
               ? arena_printf(arena, _("subscription %.*s"), STR_ARG(id))
               : arena_str(arena, str_sub(id, slash + 1, id.len)).at;
}

static void say_missing(const struct want *want, const struct permit *row,
                        struct permit_finding *out)
{
    const char *role = permit_role(str_of(out->operation));
    const char *place = scope_title(row->scope, want->arena);

    if (asks_token(want->audience)) {
        out->sure = true;
        say(out, PERMIT_MISSING,
            arena_printf(want->arena,
                         _("The identity that riposte acts with lacks %s; an "
                           "administrator of the tenant can grant it."),
                         out->operation));
        return;
    }
    out->role = role ? role : "";
    out->sure = str_eq_fold(str_of(row->scope), want->target);
    say(out, PERMIT_MISSING,
        role ? arena_printf(want->arena,
                            _("The identity that riposte acts with lacks %s on "
                              "%s; the role \"%s\" would give it."),
                            out->operation, place, role)
             : arena_printf(want->arena,
                            _("The identity that riposte acts with lacks %s on "
                              "%s."),
                            out->operation, place));
    if (want->audience == AUDIENCE_VAULT)
        say(out, PERMIT_UNKNOWN,
            arena_printf(want->arena,
                         _("No role gives %s on %s; whether an access policy "
                           "of the vault does cannot be asked."),
                         out->operation, place));
}

static void judge_operation(const struct want *want, struct str operation,
                            struct permit_finding *out)
{
    bool token = asks_token(want->audience);
    struct str scope =
        token ? str_of(audience_name(want->audience)) : want->target;
    const struct permit *row = nearest(want->permits, scope);
    bool held;

    *out = (struct permit_finding){
        .operation = arena_str(want->arena, operation).at,
        .scope = row ? arena_text(want->arena, row->scope)
                     : arena_str(want->arena, scope).at,
        .role = "",
        .asked = row ? row->asked : 0,
    };
    if (!row || !row->asked) {
        say(out, PERMIT_UNKNOWN,
            arena_printf(want->arena,
                         _("Whether riposte may do %s is not known yet: the "
                           "service has not been asked."),
                         out->operation));
        return;
    }
    if (*row->fault) {
        say(out, PERMIT_UNKNOWN,
            arena_printf(want->arena,
                         _("Whether riposte may do %s cannot be known: %s"),
                         out->operation, row->fault));
        return;
    }
    held = token ? permit_claims(row->body, operation)
                 : permit_allows(row->body,
                                 want->audience == AUDIENCE_ARM ? PERMIT_ACTIONS
                                                                : PERMIT_DATA,
                                 operation);
    if (held) {
        out->sure = true;
        say(out, PERMIT_HELD,
            arena_printf(want->arena, _("Held on %s."),
                         scope_title(row->scope, want->arena)));
    } else {
        say_missing(want, row, out);
    }
}

/* All of a list: the worst of what is found. */
static void judge_list(const struct want *want, const char *list,
                       struct permit_finding *out)
{
    static const int rank[PERMIT_VERDICT_N] = {
        [PERMIT_HELD] = 0, [PERMIT_UNKNOWN] = 1, [PERMIT_MISSING] = 2};
    struct str rest = str_of(list);
    struct str one;
    bool first = true;

    *out = (struct permit_finding){
        .sure = true,
        .operation = "",
        .scope = "",
        .role = "",
        .text = _("It needs no permission of a service."),
    };
    while (str_cut(&rest, ' ', &one)) {
        struct permit_finding found;

        one = str_trim(one);
        if (str_ends(one, STR(",")))
            one.len--;
        if (str_empty(one))
            continue;
        judge_operation(want, one, &found);
        if (first || rank[found.verdict] > rank[out->verdict])
            *out = found;
        first = false;
    }
}

void permits_contain(const struct permits *permits,
                     const struct containment *entry, const char *target,
                     struct arena *arena, struct permit_finding *out)
{
    struct want want = {
        .permits = permits,
        .audience = entry->n_acts ? entry->acts[0].audience : AUDIENCE_NONE,
        .target = str_of(target),
        .arena = arena,
    };

    judge_list(&want, entry->permission, out);
}

void permits_action(const struct permits *permits,
                    const struct action_kind *kind, const char *target,
                    struct arena *arena, struct permit_finding *out)
{
    struct want want = {
        .permits = permits,
        .audience = AUDIENCE_ARM,
        .target = str_of(target),
        .arena = arena,
    };

    judge_list(&want, kind->permission ? kind->permission : "", out);
}
