/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lint says of rules: each finding, and that it is silent otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/lint.h"
#include "util/err.h"
#include "util/json.h"

#define NOW INT64_C(1772712000000)

static struct rule *rule_of(const char *text)
{
    struct json *json;
    struct rule *rule = NULL;
    struct err err;

    if (!json_parse(str_of(text), &json, &err) ||
        !rule_from_json(json, &rule, &err))
        fail_msg("%s: %s", text, err.text);
    json_free(json);
    return rule;
}

/* "never:conditions 1 never: …", in the order found. */
static void names_of(const struct lint *lint, char out[512])
{
    size_t len = 0;

    out[0] = '\0';
    for (size_t i = 0; i < lint->n; i++)
        len += (size_t)snprintf(out + len, 512 - len, "%s%s:%s", i ? " " : "",
                                lint->items[i].name, lint->items[i].part);
}

#define C(property, op, value)                                                 \
    "{\"property\":\"" property "\",\"operator\":\"" op                        \
    "\",\"value\":\"" value "\"}"
#define SET(all)   "{\"all\":[" all "]}"
#define RULE(rest) "{\"name\":\"r\"," rest "}"
#define SETS(sets) "\"conditions\":[" sets "]"

static const struct {
    const char *rule;
    const char *finds;
} rows[] = {
    {RULE(SETS(SET(C("Severity", ">=", "High")))), ""},
    {RULE("\"note\":\"\""), "always:"},
    {RULE("\"scope\":{\"groups\":[\"rg\"]}"), ""},
    {RULE("\"expires\":\"2026-01-01T00:00:00Z\"," SETS(
         SET(C("Title", "has", "x")))),
     "expired:"},
    {RULE(
         SETS(SET(C("Severity", ">", "High") "," C("Severity", "<=", "High")))),
     "never:conditions 1 never:"},
    {RULE(SETS(SET(
         C("Severity", "in", "Low,Medium") "," C("Severity", "!=", "Low")))),
     ""},
    {RULE(SETS(SET(C("AlertType", "==", "A") "," C("AlertType", "==", "B")))),
     "never:conditions 1 never:"},
    {RULE(SETS(SET(C("AlertType", "==", "A") "," C(
         "AlertType", "==", "B")) "," SET(C("AlertType", "==", "A")))),
     "never:conditions 1"},
    {RULE(
         SETS(SET(C("AlertType", "in~", "a,b") "," C("AlertType", "!=", "a")))),
     ""},
    {RULE(SETS(SET(C("AlertType", "=~", "vm_x") "," C("AlertType", "startswith",
                                                      "VM_")))),
     ""},
    {RULE(SETS(SET(
         C("AlertType", "=~", "vm_x") "," C("AlertType", "endswith", "y")))),
     "never:conditions 1 never:"},
    /* Several values may satisfy each of them. */
    {RULE(SETS(SET(
         C("entity.ip", "==", "1.2.3.4") "," C("entity.ip", "==", "1.2.3.5")))),
     ""},
    {RULE(SETS(SET(C("Status", "=~", "Resolved")))), "never:conditions 1"},
    {RULE("\"trigger\":{\"on\":[\"created\",\"closed\"]}," SETS(
         SET(C("Status", "=~", "Resolved")))),
     ""},
    {RULE("\"trigger\":{\"on\":[\"created\",\"closed\"]}," SETS(
         SET(C("Status", "==", "Activ")))),
     "never:conditions 1"},
    {RULE("\"trigger\":{\"on\":[\"created\",\"closed\"]}," SETS(
         SET(C("Status", "in~", "new,Dismissed")))),
     ""},
    {RULE(SETS(SET(C("Status", "contains", "healthy")))),
     "healthy:conditions 1"},
    {RULE(SETS(SET(C("properties.metadata.severity", "==", "High")))),
     "never:conditions 1"},
    {RULE("\"trigger\":{\"kinds\":[\"recommendation\"]}," SETS(
         SET(C("properties.metadata.severity", "==", "High")))),
     ""},
    {RULE(SETS(SET(C("Title", "has", "x") "," C(
         "Owner", "==", "m"))) ","
                               "\"unless\":[" SET(C("Title", "has", "x")) "]"),
     "never:unless 1"},
    {RULE("\"mode\":\"auto\"," SETS(
         SET(C("Title", "has", "x"))) ","
                                      "\"actions\":[{\"kind\":\"contain\","
                                      "\"with\":{\"action\":\"a\"}}]"),
     "unguarded:actions 1"},
    {RULE("\"mode\":\"auto\",\"guards\":{\"dedupe\":\"1h\"}," SETS(
         SET(C("Title", "has", "x"))) ","
                                      "\"actions\":[{\"kind\":\"contain\","
                                      "\"with\":{\"action\":\"a\"}}]"),
     ""},
};

static void test_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct lint lint = {.arena = arena_new()};
        struct rule *rule = rule_of(rows[i].rule);
        char found[512];

        lint_rule(&lint, rule, NOW);
        names_of(&lint, found);
        if (strcmp(found, rows[i].finds) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", rows[i].rule, found,
                     rows[i].finds);
        rule_free(rule);
        arena_free(lint.arena);
    }
}

#define X    C("Title", "has", "x")
#define Y    C("Title", "has", "y")
#define ON   "\"mode\":\"shadow\","
#define ACTS "\"actions\":[{\"kind\":\"tag\",\"with\":{\"tags\":\"+a\"}}]"

/* The second beside the first. */
static const struct {
    const char *first;
    const char *second;
    const char *finds;
} pairs[] = {
    {RULE(ON SETS(SET(X)) "," ACTS), RULE(ON SETS(SET(X "," Y)) "," ACTS),
     "shadowed:"},
    {RULE(ON SETS(SET(X))), RULE(ON SETS(SET(X "," Y)) "," ACTS), "overlaps:"},
    {RULE(ON SETS(SET(X "," Y)) "," ACTS), RULE(ON SETS(SET(X)) "," ACTS), ""},
    {RULE(ON SETS(SET(X)) "," ACTS), RULE(ON SETS(SET(X) "," SET(Y)) "," ACTS),
     ""},
    {RULE(ON SETS(SET(X) "," SET(Y)) "," ACTS), RULE(ON SETS(SET(Y)) "," ACTS),
     "shadowed:"},
    {RULE("\"mode\":\"off\"," SETS(SET(X)) "," ACTS),
     RULE(ON SETS(SET(X)) "," ACTS), ""},
    {RULE(ON "\"order\":9," SETS(SET(X)) "," ACTS),
     RULE(ON SETS(SET(X)) "," ACTS), ""},
    {RULE(ON SETS(SET(X)) ",\"unless\":[" SET(Y) "]," ACTS),
     RULE(ON SETS(SET(X)) "," ACTS), ""},
    {RULE(ON "\"scope\":{\"groups\":[\"a\"]}," SETS(SET(X)) "," ACTS),
     RULE(ON SETS(SET(X)) "," ACTS), ""},
    {RULE(ON "\"trigger\":{\"kinds\":[\"compliance\"]}," SETS(SET(X)) "," ACTS),
     RULE(ON SETS(SET(X)) "," ACTS), ""},
};

static void test_among(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        struct lint lint = {.arena = arena_new()};
        struct rule *rules[] = {rule_of(pairs[i].first),
                                rule_of(pairs[i].second)};
        struct lint_deck *deck =
            lint_deck_new((const struct rule *const *)rules, 2);
        char found[512];

        lint_among(&lint, deck, 1);
        names_of(&lint, found);
        if (strcmp(found, pairs[i].finds) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", pairs[i].second, found,
                     pairs[i].finds);
        lint_deck_free(deck);
        rule_free(rules[0]);
        rule_free(rules[1]);
        arena_free(lint.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule),
        cmocka_unit_test(test_among),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
