/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules.c - rules and their revisions.
 */
#include "store/rules.h"

#include "model/limits.h"
#include "store/internal.h"
#include "util/mem.h"
#include "util/text.h"

static bool parse_row(const struct db_rows *rows, struct rule **out,
                      struct err *err)
{
    struct json *json = NULL;
    bool ok;

    if (!json_parse(db_text(rows, 2), &json, err))
        return err_prefix(err, _("Stored rule %lld"),
                          (long long)db_int(rows, 0));
    ok = rule_from_json(json, out, err);
    json_free(json);
    if (!ok)
        return err_prefix(err, _("Stored rule %lld"),
                          (long long)db_int(rows, 0));
    (*out)->row = db_int(rows, 0);
    (*out)->revision = db_int(rows, 1);
    (*out)->saved = db_int(rows, 3);
    return true;
}

#define RULE                                                                   \
    "SELECT r.row, r.revision, v.json, v.saved FROM rule r"                    \
    " JOIN rule_revision v ON v.rule = r.row AND v.revision = r.revision"

bool rules_load(struct store *store, struct rule ***out, size_t *n,
                struct err *err)
{
    struct db_rows rows;
    struct rule **rules = NULL;
    size_t count = 0;
    bool ok = true;

    if (!db_query(store->db, &rows, err,
                  RULE " WHERE r.removed = 0 ORDER BY r.place, r.row LIMIT ?1",
                  "i", (int64_t)LIMIT_RULES))
        return false;
    while (ok && db_next(&rows, err)) {
        if (count % 64 == 0)
            rules = mem_grow(rules, count + 64, sizeof(struct rule *));
        ok = parse_row(&rows, &rules[count], err);
        count += ok;
    }
    if (!db_done(&rows) || !ok) {
        rules_free(rules, count);
        return false;
    }
    *out = rules;
    *n = count;
    return true;
}

void rules_free(struct rule **rules, size_t n)
{
    for (size_t i = 0; i < n; i++)
        rule_free(rules[i]);
    mem_free(rules);
}

static bool unknown(struct store *store, struct str name, struct err *err)
{
    struct arena *arena = arena_new();
    const char **names = NULL;
    const char *near;
    struct db_rows rows;
    size_t n = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT name FROM rule WHERE removed = 0", ""))
        goto out;
    while (db_next(&rows, err)) {
        names = arena_grown(arena, names, n, sizeof(*names));
        names[n++] = row_text(&rows, 0, arena);
    }
    if (!db_done(&rows))
        goto out;
    near = str_nearest(name, names, n);
    if (near != NULL)
        err_set(err, ERR_ABSENT,
                _("There is no rule %.*s. The nearest name is %s."),
                STR_ARG(str_sub(name, 0, 200)), near);
    else
        err_set(err, ERR_ABSENT, _("There is no rule %.*s."),
                STR_ARG(str_sub(name, 0, 200)));
out:
    arena_free(arena);
    return false;
}

/* Reads the one rule that a query gives, if any. */
static bool read_one(struct db_rows *rows, struct rule **out, bool *found,
                     struct err *err)
{
    struct rule *rule = NULL;
    bool ok;

    *found = db_next(rows, err);
    ok = !*found || parse_row(rows, &rule, err);
    if (!db_done(rows) || !ok)
        return false;
    if (*found)
        *out = rule;
    return true;
}

bool rules_find(struct store *store, struct str name, struct rule **out,
                struct err *err)
{
    struct db_rows rows;
    int64_t number = 0;
    bool found;

    str_int(name, &number);
    return db_query(store->db, &rows, err,
                    RULE " WHERE r.removed = 0 AND (r.name = ?1 OR r.row = ?2)"
                         " ORDER BY r.name = ?1 DESC LIMIT 1",
                    "si", name, number) &&
           read_one(&rows, out, &found, err) &&
           (found || unknown(store, name, err));
}

bool rules_get(struct store *store, int64_t row, struct rule **out,
               struct err *err)
{
    struct db_rows rows;
    bool found;

    if (!db_query(store->db, &rows, err, RULE " WHERE r.row = ?1", "i", row) ||
        !read_one(&rows, out, &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_ABSENT, _("There is no rule %lld."),
                       (long long)row);
    return true;
}

static bool no_revision(const struct rule *newest, int64_t revision,
                        struct err *err)
{
    return err_set(
        err, ERR_ABSENT, _("Rule %s has no revision %lld; its newest is %lld."),
        newest->name, (long long)revision, (long long)newest->revision);
}

bool rules_get_revision(struct store *store, int64_t row, int64_t revision,
                        struct rule **out, struct err *err)
{
    struct db_rows rows;
    struct rule *newest;
    bool found;
    bool ok;

    if (!rules_get(store, row, &newest, err))
        return false;
    ok = db_query(store->db, &rows, err,
                  "SELECT rule, revision, json, saved FROM rule_revision"
                  " WHERE rule = ?1 AND revision = ?2",
                  "ii", row, revision) &&
         read_one(&rows, out, &found, err) &&
         (found || no_revision(newest, revision, err));
    rule_free(newest);
    return ok;
}

bool rules_savings(struct store *store, int64_t row, size_t limit,
                   struct arena *arena, struct rule_saving **out, size_t *n,
                   struct err *err)
{
    struct rule_saving *savings = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT revision, saved, editor FROM rule_revision"
                  " WHERE rule = ?1 ORDER BY revision DESC LIMIT ?2",
                  "ii", row, (int64_t)limit))
        return false;
    while (db_next(&rows, err)) {
        savings = arena_grown(arena, savings, count, sizeof(*savings));
        savings[count++] = (struct rule_saving){
            .revision = db_int(&rows, 0),
            .saved = db_int(&rows, 1),
            .editor = row_text(&rows, 2, arena),
        };
    }
    if (!db_done(&rows))
        return false;
    *out = savings;
    *n = count;
    return true;
}

bool rules_editor(struct store *store, int64_t row, int64_t revision,
                  struct arena *arena, const char **out, struct err *err)
{
    struct db_rows rows;
    const char *editor;

    if (!db_query(store->db, &rows, err,
                  "SELECT editor FROM rule_revision WHERE rule = ?1"
                  " AND revision = ?2",
                  "ii", row, revision))
        return false;
    editor = db_next(&rows, err) ? row_text(&rows, 0, arena) : "";
    if (!db_done(&rows))
        return false;
    *out = editor;
    return true;
}

static bool name_free(struct store *store, const struct rule *rule,
                      struct err *err)
{
    struct db_rows rows;
    bool taken;

    if (!db_query(store->db, &rows, err,
                  "SELECT 1 FROM rule WHERE removed = 0 AND name = ?1"
                  " AND row <> ?2",
                  "ti", rule->name, rule->row))
        return false;
    taken = db_next(&rows, err);
    if (!db_done(&rows))
        return false;
    if (taken)
        return err_set(err, ERR_INPUT,
                       _("There is already a rule named %s. Choose another "
                         "name."),
                       rule->name);
    return true;
}

static bool count_version(struct store *store, struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO state(name, value) VALUES('rules', '1')"
                  " ON CONFLICT(name) DO UPDATE SET value = value + 1",
                  "");
}

static bool add_revision(struct store *store, const struct rule *rule,
                         int64_t row, int64_t revision, struct err *err)
{
    struct json *json = rule_to_json(rule);
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = db_run(store->db, err,
                "INSERT INTO rule_revision(rule, revision, saved, editor,"
                " json) VALUES(?1, ?2, ?3, ?4, ?5)",
                "iiits", row, revision, rule->saved, rule->editor,
                json_column(json, &text));
    buf_done(&text);
    json_free(json);
    return ok;
}

static bool add(struct store *store, struct rule *rule, struct err *err)
{
    int64_t row;

    if (!db_run(store->db, err,
                "INSERT INTO rule(name, place, revision, removed)"
                " VALUES(?1, ?2, 1, 0)",
                "ti", rule->name, rule->order))
        return false;
    row = db_last_row(store->db);
    if (!add_revision(store, rule, row, 1, err))
        return false;
    rule->row = row;
    rule->revision = 1;
    return true;
}

static bool change(struct store *store, struct rule *rule, struct err *err)
{
    if (!db_run(store->db, err,
                "UPDATE rule SET name = ?2, place = ?3, revision = ?4 + 1"
                " WHERE row = ?1 AND revision = ?4 AND removed = 0",
                "itii", rule->row, rule->name, rule->order, rule->revision) ||
        !touched_one(store,
                     _("Somebody else has saved or removed this rule in "
                       "between. Open it anew; your draft is kept."),
                     err) ||
        !add_revision(store, rule, rule->row, rule->revision + 1, err))
        return false;
    rule->revision++;
    return true;
}

bool rules_save(struct store *store, struct rule *rule, struct err *err)
{
    return name_free(store, rule, err) && count_version(store, err) &&
           (rule->row == 0 ? add(store, rule, err) : change(store, rule, err));
}

bool rules_remove(struct store *store, int64_t row, struct err *err)
{
    if (!db_run(store->db, err,
                "UPDATE rule SET removed = 1 WHERE row = ?1 AND removed = 0",
                "i", row))
        return false;
    if (db_changes(store->db) != 1)
        return err_set(err, ERR_ABSENT, _("There is no rule %lld."),
                       (long long)row);
    return count_version(store, err);
}

bool rules_at_order(struct store *store, int64_t order, int64_t row,
                    struct arena *arena, const char **out, struct err *err)
{
    struct db_rows rows;
    const char *name;

    if (!db_query(store->db, &rows, err,
                  "SELECT name FROM rule WHERE removed = 0 AND place = ?1"
                  " AND row <> ?2 LIMIT 1",
                  "ii", order, row))
        return false;
    name = db_next(&rows, err) ? row_text(&rows, 0, arena) : NULL;
    if (!db_done(&rows))
        return false;
    *out = name;
    return true;
}

bool rules_next_order(struct store *store, int64_t *out, struct err *err)
{
    struct db_rows rows;
    int64_t order = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT max(place, 0) / 10 * 10 + 10 FROM rule"
                  " WHERE removed = 0 AND place < ?1"
                  " ORDER BY place DESC LIMIT 1",
                  "i", INT64_MAX - 10))
        return false;
    order = db_next(&rows, err) ? db_int(&rows, 0) : 10;
    if (!db_done(&rows))
        return false;
    *out = order;
    return true;
}

bool rules_version(struct store *store, int64_t *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT value FROM state WHERE name = 'rules'", "") &&
           db_one(&rows, out, err);
}
