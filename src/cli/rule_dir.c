/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_dir.c - rules as a directory of files, one each, fit for version
 * control: names and order of members never change by themselves, and what a
 * save adds is left out.
 */
#include <string.h>

#include "cli/rule_print.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "model/limits.h"
#include "service/rulebook.h"
#include "util/ascii.h"
#include "util/digest.h"
#include "util/file.h"
#include "util/text.h"

#define NAME_MOST 64 /* bytes of a file's name, without its end */

/* "Contain web servers!" becomes "contain-web-servers". */
static void put_slug(const char *name, struct buf *out)
{
    for (; *name && out->len < NAME_MOST; name++) {
        if (ascii_is_alnum(*name) || *name == '_')
            buf_char(out, ascii_lower(*name));
        else if (out->len > 0 && out->at[out->len - 1] != '-')
            buf_char(out, '-');
    }
    while (out->len > 0 && out->at[out->len - 1] == '-')
        buf_cut(out, out->len - 1);
}

static bool same_slug(const char *a, const char *b)
{
    struct buf left;
    struct buf right;
    bool same;

    buf_init(&left);
    buf_init(&right);
    put_slug(a, &left);
    put_slug(b, &right);
    same = str_eq(buf_view(&left), buf_view(&right));
    buf_done(&left);
    buf_done(&right);
    return same;
}

/* Where the names of two rules give the same, both have a mark of their own
 * name behind. */
static char *file_name(const struct rule_page *page, size_t index,
                       struct arena *arena)
{
    const char *name = page->rows[index].name;
    char digest[DIGEST_HEX_SIZE];
    bool shared = false;
    struct buf slug;
    char *out;

    for (size_t i = 0; i < page->n; i++)
        shared |= i != index && same_slug(page->rows[i].name, name);
    buf_init(&slug);
    put_slug(name, &slug);
    if (shared || slug.len == 0) {
        digest_hex(str_of(name), digest);
        buf_printf(&slug, "%s%.8s", slug.len > 0 ? "-" : "", digest);
    }
    out = arena_printf(arena, "%s.json", slug.at);
    buf_done(&slug);
    return out;
}

static void put_rule(const struct rule *rule, struct buf *out)
{
    static const char *const added[] = {"revision", "editor", "author",
                                        "saved"};
    struct json *json = rule_to_json(rule);

    for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++)
        json_remove(json, added[i]);
    json_write(json, JSON_PRETTY, out);
    if (out->len > 0 && out->at[out->len - 1] != '\n')
        buf_char(out, '\n');
    json_free(json);
}

static void tell(struct out *out, const char *name, const char *file,
                 const char *what)
{
    struct json *json;

    if (!out->json) {
        out_printf(out, "%s: %s", file, what);
        return;
    }
    json = json_new_object();
    json_set_text(json, "name", name);
    json_set_text(json, "file", file);
    json_set_text(json, "what", what);
    out_json_take(out, json);
}

/* A file that is the same is not touched: its time stays. */
static bool write_rule(struct call *call, const char *name, const char *path,
                       struct err *err)
{
    const char *what = "added";
    struct err ignored;
    struct rule *rule;
    struct buf text;
    struct buf have;
    bool ok;

    if (!rulebook_get(call->desk, str_of(name), &rule, err))
        return false;
    buf_init(&text);
    buf_init(&have);
    put_rule(rule, &text);
    rule_free(rule);
    if (file_exists(path) &&
        file_read(path, LIMIT_IMPORT_FILE, &have, &ignored))
        what = str_eq(buf_view(&text), buf_view(&have)) ? "same" : "changed";
    ok = strcmp(what, "same") == 0 || file_write(path, buf_view(&text), err);
    if (ok)
        tell(call->out, name, path, what);
    buf_done(&text);
    buf_done(&have);
    return ok;
}

static bool is_one(char **files, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(files[i], name) == 0)
            return true;
    }
    return false;
}

/* Files of rules that are not there any more would come in again. */
static bool tell_left(struct call *call, char **files, size_t n,
                      struct arena *arena, struct err *err)
{
    const char *dir = call->opts->dir;
    size_t n_there;
    char **there;

    if (!file_list(dir, ".json", arena, &there, &n_there, err))
        return false;
    for (size_t i = 0; i < n_there; i++) {
        if (!is_one(files, n, there[i]))
            tell(call->out, "", file_join(arena, dir, there[i]), "left");
    }
    return true;
}

bool rule_export_dir(struct call *call, struct err *err)
{
    const char *dir = call->opts->dir;
    struct arena *arena = arena_new();
    struct rule_page *page = rule_page_read(call->desk);
    char **files = arena_array(arena, page->n + 1, sizeof(*files));
    bool ok = page_good(&page->error, err) && file_make_dir(dir, err);

    for (size_t i = 0; ok && i < page->n; i++) {
        files[i] = file_name(page, i, arena);
        ok = write_rule(call, page->rows[i].name,
                        file_join(arena, dir, files[i]), err);
    }
    ok = ok && tell_left(call, files, page->n, arena, err);
    rule_page_free(page);
    arena_free(arena);
    return ok;
}

bool rule_import_dir(struct call *call, struct err *err)
{
    const char *dir = call->opts->dir;
    struct arena *arena = arena_new();
    struct rule_import wish = {
        .dry_run = call->opts->dry_run,
        .prune = call->opts->prune,
        .each = print_change,
        .with = call->out,
    };
    struct rule **rules = NULL;
    size_t n = 0;
    size_t n_files;
    char **files;
    bool ok = file_list(dir, ".json", arena, &files, &n_files, err);

    for (size_t i = 0; ok && i < n_files; i++)
        ok = rule_read_file(call, file_join(arena, dir, files[i]), &rules, &n,
                            err);
    /* An empty directory is a wrong one rather than the wish to have none. */
    if (ok && n == 0)
        ok = err_set(err, ERR_INPUT, _("There is no rule in %s."), dir);
    ok = ok && (rulebook_import(call->desk, rules, n, &wish, err) ||
                err_prefix(err, "%s", dir));
    rulebook_free(rules, n);
    arena_free(arena);
    return ok;
}

bool rule_import_words(const struct call *call, struct err *err)
{
    const char *dir = call->opts->dir;

    if (dir && call->n_words > 0)
        return err_set(err, ERR_INPUT,
                       _("Name files, or a directory with --dir, not both."));
    if (!dir && call->opts->prune)
        return err_set(
            err, ERR_INPUT,
            _("--prune goes with --dir: what is not in the directory "
              "is removed."));
    if (!dir && call->n_words == 0)
        return err_set(err, ERR_INPUT,
                       _("Something is missing. Usage: riposte %s %s%s%s"),
                       "rule", "import", " ", "FILE…");
    if (dir && !file_is_dir(dir))
        return err_set(err, ERR_INPUT, _("%s is no directory."), dir);
    return words_files(call, err);
}

bool rule_export_words(const struct call *call, struct err *err)
{
    return !call->opts->dir || call->n_words == 0 ||
           err_set(err, ERR_INPUT,
                   _("With --dir all rules are written: name none."));
}
