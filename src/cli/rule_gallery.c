/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_gallery.c - rules that come with riposte: listed, tested, taken over.
 *
 * Status of a test: 0 all of them do as they should, 1 one does not.
 */
#include "cli/verbs.h"
#include "service/gallery.h"
#include "util/text.h"

static void list_row(struct call *call, const struct rule *rule)
{
    if (call->out->json)
        out_json_take(call->out, rule_to_json(rule));
    else
        out_printf(call->out, "%-28s %s", rule->name,
                   *rule->note ? _(rule->note) : "");
}

static void tell_check(struct call *call, const struct rule *rule,
                       const struct gallery_check *check)
{
    bool good = check->fires == check->wanted;

    if (!good)
        call->status = STATUS_NO;
    if (call->out->json) {
        struct json *json = json_new_object();

        json_set_text(json, "rule", rule->name);
        json_set_text(json, "about", check->about);
        json_set_bool(json, "fires", check->fires);
        json_set_bool(json, "good", good);
        json_set_text(json, "verdict", check->verdict);
        out_json_take(call->out, json);
    } else {
        out_printf(call->out, "%s  %s: %s: %s", good ? "✓" : "✗", rule->name,
                   check->about, check->verdict);
    }
}

static bool test_row(struct call *call, const struct rule *rule,
                     struct err *err)
{
    struct gallery_check *checks;
    struct catalogue *catalogue;
    struct arena *arena;
    size_t n;
    bool ok;

    if (!catalogue_load_for(call->config, &catalogue, err))
        return false;
    arena = arena_new();
    ok = gallery_test(call->config, catalogue, rule, arena, &checks, &n, err);
    for (size_t i = 0; ok && i < n; i++)
        tell_check(call, rule, &checks[i]);
    arena_free(arena);
    catalogue_free(catalogue);
    return ok;
}

static bool add_row(struct call *call, const struct gallery *gallery,
                    const struct rule *rule, struct err *err)
{
    if (!gallery_add(call->desk, gallery, rule->name, err))
        return false;
    out_printf(call->out, _("%s: added, in shadow"), rule->name);
    return true;
}

static bool each_rule(struct call *call, const struct gallery *gallery,
                      const struct rule *rule, struct err *err)
{
    if (call->opts->test)
        return test_row(call, rule, err);
    if (call->opts->add)
        return add_row(call, gallery, rule, err);
    list_row(call, rule);
    return true;
}

bool rule_gallery(struct call *call, struct err *err)
{
    struct gallery *gallery;
    bool ok;

    if (call->opts->add && call->n_words == 0)
        return err_set(
            err, ERR_INPUT,
            _("Name the rules of the gallery that are to be added."));
    if (!gallery_read(&gallery, err))
        return false;
    ok = !call->opts->add || cli_desk(call, DESK_ACT, err);
    for (size_t i = 0; ok && i < call->n_words; i++) {
        const struct rule *rule = gallery_find(gallery, call->words[i], err);

        ok = rule != NULL && each_rule(call, gallery, rule, err);
    }
    for (size_t i = 0; ok && call->n_words == 0 && i < gallery->n; i++)
        ok = each_rule(call, gallery, gallery->rows[i].rule, err);
    gallery_free(gallery);
    return ok;
}
