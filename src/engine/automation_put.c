/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_put.c - the conditions of a rule as sources with rule sets.
 */
#include "engine/automation_part.h"
#include "util/text.h"

static const struct json *at(const struct json *json, const char *name)
{
    return json_find(json, str_of(name));
}

static bool same_condition(const struct condition *a, const struct condition *b)
{
    return !a->query && a->op == b->op &&
           str_eq_fold(str_of(a->property), str_of(b->property)) &&
           str_eq_fold(str_of(a->value), str_of(b->value));
}

/* Every set begins with what tells the source's events? */
static bool has_terms(const struct rule *rule,
                      const struct automation_source *source)
{
    struct condition terms[2];
    size_t n = automation_source_terms(source, terms);

    for (size_t i = 0; i < rule->n_sets; i++) {
        for (size_t t = 0; t < n; t++) {
            bool found = false;

            for (size_t k = 0; k < rule->sets[i].n && !found; k++)
                found = same_condition(&rule->sets[i].all[k], &terms[t]);
            if (!found)
                return false;
        }
    }
    return n == 0 || rule->n_sets > 0;
}

static bool is_own(const struct automation_source *source,
                   const struct condition *condition)
{
    struct condition terms[2];
    size_t n = automation_source_terms(source, terms);

    for (size_t t = 0; t < n; t++) {
        if (same_condition(condition, &terms[t]))
            return true;
    }
    return false;
}

/* Every choice of one term for each condition is a rule set of its own. */
static bool multiply(const struct json *terms, struct json **sets,
                     struct err *err)
{
    struct json *out = json_new_array();

    if (json_length(*sets) * json_length(terms) > AUTOMATION_SETS) {
        json_free(out);
        return err_set(err, ERR_INPUT,
                       _("its conditions would be more than %d rule sets"),
                       AUTOMATION_SETS);
    }
    for (size_t i = 0; i < json_length(*sets); i++) {
        for (size_t k = 0; k < json_length(terms); k++) {
            struct json *one = json_copy(json_item(*sets, i));

            json_add_take(one, json_copy(json_item(terms, k)));
            json_add_take(out, one);
        }
    }
    json_free(*sets);
    *sets = out;
    return true;
}

static bool write_set(const struct automation_source *source,
                      const struct condition_set *set, struct json *list,
                      struct err *err)
{
    struct json *sets = json_new_array();
    bool ok = true;

    json_add_take(sets, json_new_array());
    for (size_t k = 0; ok && k < set->n; k++) {
        struct json *terms;

        if (is_own(source, &set->all[k]))
            continue;
        ok = automation_term_write(source, &set->all[k], &terms, err);
        if (ok) {
            ok = multiply(terms, &sets, err);
            json_free(terms);
        }
    }
    for (size_t i = 0; ok && i < json_length(sets); i++) {
        struct json *one = json_new_object();

        json_set_take(one, "rules", json_copy(json_item(sets, i)));
        json_add_take(list, one);
    }
    json_free(sets);
    return ok;
}

/* A set without any rules left is always true, and so is the whole. */
static bool is_always(const struct json *list)
{
    for (struct json_each e = json_each(list); json_next(&e);) {
        if (json_length(at(e.value, "rules")) == 0)
            return true;
    }
    return json_length(list) == 0;
}

static bool add_source(const struct rule *rule,
                       const struct automation_source *source, struct json *out,
                       struct err *err)
{
    struct json *list = json_new_array();
    struct json *one;

    for (size_t i = 0; i < rule->n_sets; i++) {
        if (!write_set(source, &rule->sets[i], list, err)) {
            json_free(list);
            return false;
        }
    }
    one = json_new_object();
    json_set_text(one, "eventSource", source->name);
    if (is_always(list))
        json_free(list);
    else
        json_set_take(one, "ruleSets", list);
    json_add_take(out, one);
    return true;
}

/* Does the rule fire when Azure would, of the moments that there are? */
static bool same_moments(const struct rule *rule,
                         const struct automation_source *source)
{
    unsigned on = rule->on ? rule->on : TRIGGER_CREATED;

    return (on & ~(unsigned)(TRIGGER_SAMPLES | TRIGGER_SNAPSHOTS)) ==
           (source->on & ~(unsigned)TRIGGER_SNAPSHOTS);
}

/* Sources of one kind whose terms the rule has; a rule that tells neither
 * findings nor copies apart has all of them. */
static bool wants(const struct rule *rule,
                  const struct automation_source *source)
{
    bool copies = (rule->on & TRIGGER_SNAPSHOTS) != 0;
    bool told = false;

    if (!(rule->kinds & 1u << source->kind) || (source->snapshot && !copies))
        return false;
    if (source->twin &&
        has_terms(rule, automation_source_find(str_of(source->twin))))
        return false; /* copies and nothing else */
    for (size_t i = 0; automation_source_at(i); i++) {
        const struct automation_source *other = automation_source_at(i);

        if (other->kind == source->kind && other->type)
            told |= has_terms(rule, other);
    }
    return !told || has_terms(rule, source);
}

bool automation_sources_write(const struct rule *rule, struct json *out,
                              struct err *err)
{
    size_t before = json_length(out);

    for (size_t i = 0; automation_source_at(i); i++) {
        const struct automation_source *source = automation_source_at(i);

        if (!wants(rule, source))
            continue;
        if (!same_moments(rule, source))
            return err_set(err, ERR_INPUT,
                           _("its \"trigger\" has no equivalent: Azure acts "
                             "on %s"),
                           source->kind == EVENT_ALERT
                               ? _("alerts when they are created")
                               : _("every change of a state: created, "
                                   "changed, closed"));
        if (!add_source(rule, source, out, err))
            return false;
    }
    return json_length(out) > before ||
           err_set(err, ERR_INPUT, _("it has no kind of event"));
}
