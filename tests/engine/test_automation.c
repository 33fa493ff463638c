/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "engine/query.h"
#include "engine/rule_test.h"
#include "tests/engine/exchange.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

/* ---- conversion ---- */

static struct json *automation(const char *source, const char *sets)
{
    char text[4000];

    snprintf(text, sizeof(text),
             "{'name':'a','type':'Microsoft.Security/automations','location':"
             "'x','properties':{'isEnabled':true,'scopes':[{'scopePath':"
             "'/subscriptions/" SUB "'}],'sources':[{'eventSource':'%s'%s%s}],"
             "'actions':[{'actionType':'LogicApp','logicAppResourceId':'" APP
             "'}]}}",
             source, *sets ? ",'ruleSets':" : "", sets);
    return exchange_parse(text);
}

/* One term of each kind as a query, and back. */
static const struct {
    const char *source;
    const char *term;  /* path, type, value, operator */
    const char *query; /* "" = held */
} terms[] = {
    {"Alerts", "Severity|String|High|Equals", "Severity =~ 'High'"},
    {"Alerts", "$.Severity|String|high|NotEquals", "Severity !~ 'high'"},
    {"Alerts", "Severity|String|ig|Contains", "$.Severity contains 'ig'"},
    {"Alerts", "AlertDisplayName|String|brute|Contains",
     "AlertDisplayName contains 'brute'"},
    {"Alerts", "AlertType|String|VM_|StartsWith", "AlertType startswith 'VM_'"},
    {"Alerts", "AlertType|String|Force|EndsWith", "AlertType endswith 'Force'"},
    {"Alerts", "Status|String|New|Equals", "$.Status =~ 'New'"},
    {"Alerts", "ProductComponentName|String|DNS|Equals",
     "$.ProductComponentName =~ 'DNS'"},
    {"Alerts", "ConfidenceScore|Number|0.5|GreaterThan",
     "ConfidenceScore > 0.5"},
    {"Alerts", "ConfidenceScore|Integer|5|Equals", "ConfidenceScore == 5"},
    {"Alerts", "ConfidenceScore|Integer|5|NotEquals", "ConfidenceScore != 5"},
    {"Alerts", "ConfidenceScore|Number|-1|LesserThanOrEqualTo",
     "ConfidenceScore <= -1"},
    {"Alerts", "IsIncident|Boolean|True|Equals", "$.IsIncident == true"},
    {"Alerts", "ExtendedProperties['Attacker IP']|String|10.0.0.1|Equals",
     "ExtendedProperties[\"Attacker IP\"] =~ '10.0.0.1'"},
    {"Alerts", "Entities[0].Type|String|ip|Equals", "Entities[0].Type =~ 'ip'"},
    {"Alerts", "AlertType|String|it's|Equals", "AlertType =~ 'it\\'s'"},
    {"Alerts", "AlertType|String|\\\"q\\\"|Equals", "AlertType =~ '\"q\"'"},
    {"Alerts", "AlertType|String||Contains", "AlertType contains ''"},
    {"Assessments", "properties.metadata.severity|string|High|Equals",
     "type =~ 'Microsoft.Security/assessments' and "
     "properties.metadata.severity =~ 'High'"},
    {"SubAssessments", "id|String|/assessments/x/|Contains",
     "type =~ 'Microsoft.Security/assessments/subassessments' and "
     "id contains '/assessments/x/'"},
    {"AssessmentsSnapshot", "name|String|x|Contains",
     "type =~ 'Microsoft.Security/assessments' and Snapshot == true and "
     "name contains 'x'"},
    {"RegulatoryComplianceAssessment", "properties.state|String|failed|Equals",
     "type contains 'regulatoryComplianceAssessment' and "
     "properties.state =~ 'failed'"},
    {"Alerts", "Severity|String|5|GreaterThan", ""},
    {"Alerts", "Severity|Integer|5|Contains", ""},
    {"Alerts", "Severity|Integer|many|Equals", ""},
    {"Alerts", "Severity|Strong|High|Equals", ""},
    {"Alerts", "Severity|String|High|Like", ""},
    {"Alerts", "Entities[*].Type|String|ip|Equals", ""},
    {"Alerts", "|String|ip|Equals", ""},
    {"SecureScores", "name|String|ip|Equals", ""},
    {"AttackPaths", "name|String|ip|Equals", ""},
};

static void put_term(const char *term, char *out, size_t size)
{
    static const char *const names[] = {"propertyJPath", "propertyType",
                                        "expectedValue", "operator"};
    struct str rest = str_of(term);
    struct buf text;

    buf_init(&text);
    buf_text(&text, "[{'rules':[{");
    for (int i = 0; i < 4; i++) {
        size_t cut = str_find_char(rest, '|');
        struct str part = str_sub(rest, 0, cut == STR_NOWHERE ? rest.len : cut);

        buf_printf(&text, "%s'%s':'", i ? "," : "", names[i]);
        /* ' stands for " here, so a ' in a text is escaped. */
        for (size_t k = 0; k < part.len; k++)
            buf_text(&text, part.at[k] == '\'' ? "\\u0027"
                                               : (char[]){part.at[k], '\0'});
        buf_char(&text, '\'');
        rest = str_sub(rest, part.len + 1, STR_NOWHERE);
    }
    buf_text(&text, "}]}]");
    snprintf(out, size, "%s", text.at);
    buf_done(&text);
}

static void assert_query(const struct rule *rule, const char *want)
{
    struct buf text;

    buf_init(&text);
    condition_sets_write(rule->sets, rule->n_sets, &text);
    assert_string_equal(text.at ? text.at : "", want);
    buf_done(&text);
}

/* Made anew, without what was kept, it is the same resource but for spelling.
 */
static void check_anew(const struct rule *rule, const struct json *json)
{
    struct rule *fresh = rule_copy(rule);
    struct automation_reading again;
    const struct rule *one = fresh;
    struct json *out;

    json_free(fresh->azure);
    fresh->azure = NULL;
    fresh->mode = RULE_AUTO;
    out = write_back(&one, 1);
    assert_int_equal(
        json_length(json_at(out, STR("properties.sources.0.ruleSets"))),
        json_length(json_at(json, STR("properties.sources.0.ruleSets"))));
    exchange_read(out, "", &again);
    assert_int_equal(again.n_rules, 1);
    assert_int_equal(again.rules[0]->on, rule->on);
    assert_int_equal(again.rules[0]->kinds, rule->kinds);
    {
        struct buf text;

        buf_init(&text);
        condition_sets_write(rule->sets, rule->n_sets, &text);
        assert_query(again.rules[0], text.at ? text.at : "");
        buf_done(&text);
    }
    automation_reading_done(&again);
    json_free(out);
    rule_free(fresh);
}

static void test_terms(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(terms); i++) {
        struct query_env env = {.now = 1};
        struct automation_reading reading;
        struct err err = {0};
        struct json *json;
        char text[1000];

        put_term(terms[i].term, text, sizeof(text));
        json = automation(terms[i].source, text);
        exchange_read(json, "", &reading);
        assert_int_equal(reading.n_rules, 1);
        assert_int_equal(str_empty(rule_held(reading.rules[0])),
                         *terms[i].query != '\0');
        assert_query(reading.rules[0], terms[i].query);
        if (!rule_compiles(reading.rules[0], &env, &err))
            fail_msg("%s: %s", terms[i].term, err.text);
        if (*terms[i].query)
            check_anew(reading.rules[0], json);
        else
            assert_int_equal(reading.rules[0]->mode, RULE_OFF);
        automation_reading_done(&reading);
        json_free(json);
    }
}

/* ---- what is said ---- */

static const struct {
    const char *source;
    const char *term;
    enum automation_says says;
    const char *text; /* part of it */
} notes[] = {
    {"Assessments", "properties.status.code|String|healthy|Contains",
     SAYS_WARNING, "Unhealthy"},
    {"Alerts", "properties.metadata.severity|String|High|Equals", SAYS_WARNING,
     "never holds"},
    {"Assessments", "$.Entity.AssessmentType|String|x|Equals", SAYS_WARNING,
     "never holds"},
    {"Alerts", "Version|String|3.|Contains", SAYS_NOTE, "always true"},
    {"Assessments", "type|string|Microsoft.Security/assessments|Contains",
     SAYS_NOTE, "always true"},
    {"SecureScoreControls", "name|String|x|Equals", SAYS_HELD, "scores"},
};

static void test_notes(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(notes); i++) {
        struct automation_reading reading;
        struct json *json;
        char text[1000];

        put_term(notes[i].term, text, sizeof(text));
        json = automation(notes[i].source, text);
        exchange_read(json, "", &reading);
        assert_int_equal(reading.n_notes, 1);
        assert_int_equal(reading.notes[0].says, notes[i].says);
        assert_true(str_find(str_of(reading.notes[0].text),
                             str_of(notes[i].text)) != STR_NOWHERE);
        assert_true(str_starts(str_of(reading.notes[0].path),
                               STR("properties.sources[0]")));
        automation_reading_done(&reading);
        json_free(json);
    }
}

/* n·m·k rule sets become few enough, and mean the same. */
static void test_merge(void **state)
{
    struct json *json = exchange_load(
        "policy/ASC_WorkflowAutomationASCRecommendations_DINE.json", "");
    struct automation_reading reading;

    (void)state;
    exchange_read(
        json, FLOW NAMES ",'logicAppTrigger':'Manual (Incoming HTTP request)'",
        &reading);
    assert_int_equal(
        json_length(json_at(json_get(reading.rules[0]->azure, "resource"),
                            STR("properties.sources.0.ruleSets"))),
        81);
    assert_int_equal(reading.rules[0]->n_sets, 27);
    assert_string_equal(reading.rules[0]->sets[0].all[1].value, "a1");
    assert_non_null(reading.rules[0]->sets[0].all[3].query);
    assert_string_equal(
        json_text(json_item(json_get(reading.rules[0]->azure, "triggers"), 0))
            .at,
        "manual");
    automation_reading_done(&reading);
    json_free(json);
}

/* ---- refusals ---- */

static const struct {
    const char *rule; /* members beside its name, actions and mode */
    const char *text; /* part of the reason */
} refusals[] = {
    {"'guards':{'cooldown':'1h'}", "guards"},
    {"'unless':[{'all':[{'property':'AlertType','operator':'=~','value':'x'}]}"
     "]",
     "unless"},
    {"'expires':'2030-01-01T00:00:00Z'", "expires"},
    {"'mode':'approve'", "approve"},
    {"'trigger':{'kinds':['alert'],'on':['changed']}", "trigger"},
    {"'actions':[{'kind':'mail','with':{}}]", "mail"},
    {"'scope':{'resources':['/subscriptions/x/y']}", "scope"},
    {"'scope':{'groups':['rg']}", "subscription"},
    {"'conditions':[{'all':[{'query':'a or b'}]}]", "query"},
    {"'conditions':[{'all':[{'property':'AlertType','operator':'==',"
     "'value':'x'}]}]",
     "case"},
    {"'conditions':[{'all':[{'property':'AlertType','operator':'has',"
     "'value':'x'}]}]",
     "operator"},
    {"'conditions':[{'all':[{'property':'Owner','operator':'=~',"
     "'value':'x'}]}]",
     "property"},
    {"'conditions':[{'all':[{'property':'entity.ip','operator':'=~',"
     "'value':'x'}]}]",
     "property"},
};

static struct rule *make_rule(const char *members)
{
    struct rule *rule = NULL;
    struct err err = {0};
    struct json *json;
    struct json *more;
    char text[2000];

    json = exchange_parse(
        "{'name':'r','mode':'auto','actions':[{'kind':'logicapp',"
        "'with':{'workflow':'" APP "'}}]}");
    snprintf(text, sizeof(text), "{%s}", members);
    more = exchange_parse(text);
    for (struct json_each e = json_each(more); json_next(&e);)
        json_set_take(json, e.name, json_copy(e.value));
    if (!rule_from_json(json, &rule, &err))
        fail_msg("%s: %s", members, err.text);
    json_free(more);
    json_free(json);
    return rule;
}

static void test_refusals(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(refusals); i++) {
        struct rule *rule = make_rule(refusals[i].rule);
        const struct rule *one = rule;
        struct json *out = NULL;
        struct err err = {0};

        if (automation_write(&one, 1, &out, &err))
            fail_msg("%s was written", refusals[i].rule);
        assert_null(out);
        assert_int_equal(err.code, ERR_INPUT);
        if (str_find(str_of(err.text), str_of(refusals[i].text)) == STR_NOWHERE)
            fail_msg("%s: %s", refusals[i].rule, err.text);
        rule_free(rule);
    }
}

/* Rules of riposte's own, and the rule sets that they become. */
static const struct {
    const char *rule;
    size_t sources;
    size_t sets; /* of the first source */
} exports[] = {
    {"'note':'x'", 1, 0},
    {"'conditions':[{'all':[{'property':'Severity','operator':'>=',"
     "'value':'Medium'},{'property':'AlertType','operator':'in~',"
     "'value':'(\\u0027a,b\\u0027, c)'}]}]",
     1, 4},
    {"'trigger':{'kinds':['recommendation'],'on':['created','changed',"
     "'closed']},'conditions':[{'all':[{'property':'Status','operator':'=~',"
     "'value':'x'}]}]",
     0, 0},
    {"'trigger':{'kinds':['recommendation'],'on':['created','changed',"
     "'closed']},'conditions':[{'all':[{'property':'properties.x','operator':"
     "'=~','value':'x'}]}]",
     2, 1},
};

static void test_exports(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(exports); i++) {
        struct rule *rule = make_rule(exports[i].rule);
        const struct rule *one = rule;
        struct json *out = NULL;
        struct err err = {0};
        bool ok = automation_write(&one, 1, &out, &err);

        if (ok != (exports[i].sources > 0))
            fail_msg("%s: %s", exports[i].rule, err.text);
        assert_int_equal(json_length(json_at(out, STR("properties.sources"))),
                         exports[i].sources);
        assert_int_equal(
            json_length(json_at(out, STR("properties.sources.0.ruleSets"))),
            exports[i].sets);
        json_free(out);
        rule_free(rule);
    }
}

/* What was changed is written anew, all else stays. */
static void test_changed(void **state)
{
    struct json *json = automation(
        "Alerts", "[{'rules':[{'propertyJPath':'Version','propertyType':"
                  "'string','expectedValue':'3.','operator':'Contains'},"
                  "{'propertyJPath':'Severity','propertyType':'string',"
                  "'expectedValue':'high','operator':'Equals'}]}]");
    struct automation_reading reading;
    const struct rule *one;
    struct json *out;

    (void)state;
    exchange_read(json, "", &reading);
    reading.rules[0]->note = arena_text(reading.rules[0]->arena, "new");
    one = reading.rules[0];
    out = write_back(&one, 1);
    assert_string_equal(
        json_text(json_at(out, STR("properties.description"))).at, "new");
    assert_same(json_at(out, STR("properties.sources")),
                json_at(json, STR("properties.sources")), "sources");
    json_free(out);
    reading.rules[0]->sets[0].all[0].value =
        arena_text(reading.rules[0]->arena, "Low");
    out = write_back(&one, 1);
    assert_int_equal(
        json_length(json_at(out, STR("properties.sources.0.ruleSets.0.rules"))),
        1);
    json_free(out);
    automation_reading_done(&reading);
    json_free(json);
}

/* ---- malformed ---- */

static const struct {
    const char *json;
    const char *text; /* part of the message */
} bad[] = {
    {"{'type':'Microsoft.Security/automations','name':'a'}", "properties"},
    {"{'type':'Microsoft.Security/automations','name':'a','properties':{}}",
     "properties.sources"},
    {"{'type':'Microsoft.Security/automations','properties':{'sources':[{}]}}",
     "no name"},
    {"{'type':'Microsoft.Security/automations','name':'a','properties':"
     "{'sources':[{'eventSource':'Alerts','ruleSets':{}}]}}",
     "sources[0].ruleSets"},
    {"{'type':'Microsoft.Security/automations','name':'a','properties':"
     "{'sources':[{'eventSource':'Alerts','ruleSets':[{'rules':5}]}]}}",
     "ruleSets[0].rules"},
    {"{'type':'Microsoft.Security/automations','name':'a','properties':"
     "{'sources':[{}]}}",
     "eventSource"},
    {"{'resources':[]}", "no resource"},
    {"{'resources':[{'type':'Microsoft.Security/automations','name':"
     "'[parameters(#x#)]','properties':{}}]}",
     "--parameter"},
    {"{'resources':[{'type':'Microsoft.Security/automations','name':"
     "'[nothing(1)]','properties':{}}]}",
     "nothing()"},
    {"{'resources':[{'type':'Microsoft.Security/automations','name':"
     "'[concat(#a#]','properties':{}}]}",
     "resources[0].name"},
    {"{'variables':{'a':'[variables(#a#)]'},'resources':[{'type':"
     "'Microsoft.Security/automations','name':'[variables(#a#)]'}]}",
     "deep"},
    {"{'resources':[{'type':'Microsoft.Security/automations','copy':{'name':"
     "'c','count':99999999},'name':'x'}]}",
     "count"},
    {"{'value':[{'type':'Microsoft.Security/automations','name':'a',"
     "'properties':{'sources':[{'eventSource':'Alerts'}]}},{'type':'x'}]}",
     "value[1]"},
};

static void test_malformed(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(bad); i++) {
        struct deploy_given given = {.parameters = NULL};
        struct automation_reading reading;
        struct err err = {0};
        struct buf text;
        struct json *json;

        buf_init(&text);
        for (const char *c = bad[i].json; *c; c++)
            buf_text(&text, *c == '#' ? "\\u0027" : (char[]){*c, '\0'});
        json = exchange_parse(text.at);
        buf_done(&text);
        assert_true(automation_is(json));
        automation_reading_init(&reading);
        if (automation_read_all(json, &given, &reading, &err))
            fail_msg("%s was read", bad[i].json);
        assert_int_equal(err.code, ERR_INPUT);
        if (str_find(str_of(err.text), str_of(bad[i].text)) == STR_NOWHERE)
            fail_msg("%s: %s", bad[i].json, err.text);
        automation_reading_done(&reading);
        json_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {

        cmocka_unit_test(test_terms),     cmocka_unit_test(test_notes),
        cmocka_unit_test(test_merge),     cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_exports),   cmocka_unit_test(test_changed),
        cmocka_unit_test(test_malformed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
