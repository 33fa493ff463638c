/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/comply.h"

#include "sandbox/armid.h"
#include "sandbox/assess.h"
#include "sandbox/data.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/page.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/text.h"

enum state { PASSED, FAILED, SKIPPED, UNSUPPORTED, STATE_N };

static const char *const states[STATE_N] = {
    [PASSED] = "Passed",
    [FAILED] = "Failed",
    [SKIPPED] = "Skipped",
    [UNSUPPORTED] = "Unsupported",
};

/* How many of the parts of something are in which state. */
struct tally {
    int n[STATE_N];
};

static enum state tally_state(const struct tally *tally)
{
    return tally->n[FAILED]    ? FAILED
           : tally->n[PASSED]  ? PASSED
           : tally->n[SKIPPED] ? SKIPPED
                               : UNSUPPORTED;
}

/* One level of the hierarchy: what counts, and under which names. */
struct level {
    const char *type;
    const char *counted; /* "Controls", "Assessments", "Resources" */
    bool has_unsupported;
};

static const struct level standard_level = {
    "Microsoft.Security/regulatoryComplianceStandard", "Controls", true};
static const struct level control_level = {
    "Microsoft.Security/regulatoryComplianceControl", "Assessments", false};
static const struct level assessment_level = {
    "Microsoft.Security/regulatoryComplianceAssessment", "Resources", true};

static const struct json *named(const struct json *list, struct str name)
{
    for (struct json_each e = json_each(list); json_next(&e);) {
        if (str_eq_fold(json_text(json_get(e.value, "name")), name))
            return e.value;
    }
    return NULL;
}

static const struct json *find_standard(struct sandbox *sandbox,
                                        struct str name)
{
    return named(json_get(sandbox->posture, "standards"), name);
}

static const struct json *find_control(const struct json *standard,
                                       struct str name)
{
    return named(json_get(standard, "controls"), name);
}

/* An item of a control is the GUID of an assessment, or a manual one of its
 * own: {"name", "description"}. */
static struct str item_name(const struct json *item)
{
    return json_type(item) == JSON_OBJECT ? json_text(json_get(item, "name"))
                                          : json_text(item);
}

static const char *item_id(struct call *call, struct str subscription,
                           const struct json *standard,
                           const struct json *control, const struct json *item)
{
    return arena_printf(
        call->arena,
        "/subscriptions/%.*s/providers/Microsoft.Security/"
        "regulatoryComplianceStandards/%s/regulatoryComplianceControls/%s/"
        "regulatoryComplianceAssessments/%.*s",
        STR_ARG(subscription), data_text(standard, "name"),
        data_text(control, "name"), STR_ARG(item_name(item)));
}

static bool state_parse(struct str text, enum state *out)
{
    for (unsigned i = 0; i < STATE_N; i++) {
        if (str_eq_fold(text, str_of(states[i]))) {
            *out = (enum state)i;
            return true;
        }
    }
    return false;
}

/* The state of one assessment for a subscription; resources go to *tally. */
static enum state item_state(struct sandbox *sandbox, struct call *call,
                             struct str subscription,
                             const struct json *standard,
                             const struct json *control,
                             const struct json *item, struct tally *tally)
{
    struct assess_count count =
        assess_count(sandbox, subscription, item_name(item));
    struct json *declared = shelf_copy(
        sandbox->shelf,
        str_of(item_id(call, subscription, standard, control, item)));
    enum state state;

    *tally = (struct tally){{[PASSED] = count.healthy,
                             [FAILED] = count.unhealthy,
                             [SKIPPED] = count.not_applicable}};
    state = tally_state(tally);
    state_parse(json_text(json_get(declared, "state")), &state);
    json_free(declared);
    return state;
}

static enum state control_state(struct sandbox *sandbox, struct call *call,
                                struct str subscription,
                                const struct json *standard,
                                const struct json *control, struct tally *tally)
{
    struct tally resources;

    *tally = (struct tally){0};
    for (struct json_each e = json_each(json_get(control, "assessments"));
         json_next(&e);)
        tally->n[item_state(sandbox, call, subscription, standard, control,
                            e.value, &resources)]++;
    return tally_state(tally);
}

static enum state standard_state(struct sandbox *sandbox, struct call *call,
                                 struct str subscription,
                                 const struct json *standard,
                                 struct tally *tally)
{
    struct tally assessments;

    *tally = (struct tally){0};
    for (struct json_each e = json_each(json_get(standard, "controls"));
         json_next(&e);)
        tally->n[control_state(sandbox, call, subscription, standard, e.value,
                               &assessments)]++;
    return tally_state(tally);
}

static struct json *resource(struct call *call, const struct level *level,
                             const char *id, enum state state,
                             const struct tally *tally)
{
    static const char *const prefixes[STATE_N] = {
        [PASSED] = "passed",
        [FAILED] = "failed",
        [SKIPPED] = "skipped",
        [UNSUPPORTED] = "unsupported",
    };
    struct json *json = json_new_object(), *properties = json_new_object();

    json_set_text(json, "id", id);
    json_set_str(json, "name", armid_name(str_of(id)));
    json_set_text(json, "type", level->type);
    json_set_text(properties, "state", states[state]);
    for (unsigned i = 0; i < STATE_N; i++) {
        if (i == UNSUPPORTED && !level->has_unsupported)
            continue;
        json_set_int(
            properties,
            arena_printf(call->arena, "%s%s", prefixes[i], level->counted),
            tally->n[i]);
    }
    json_set_take(json, "properties", properties);
    return json;
}

static struct json *standard_json(struct sandbox *sandbox, struct call *call,
                                  const struct json *standard)
{
    struct str subscription = call->arg[0];
    struct tally tally;
    enum state state =
        standard_state(sandbox, call, subscription, standard, &tally);

    return resource(call, &standard_level,
                    arena_printf(call->arena,
                                 "/subscriptions/%.*s/providers/"
                                 "Microsoft.Security/"
                                 "regulatoryComplianceStandards/%s",
                                 STR_ARG(subscription),
                                 data_text(standard, "name")),
                    state, &tally);
}

static struct json *control_json(struct sandbox *sandbox, struct call *call,
                                 const struct json *standard,
                                 const struct json *control)
{
    struct str subscription = call->arg[0];
    struct tally tally;
    enum state state =
        control_state(sandbox, call, subscription, standard, control, &tally);
    struct json *json = resource(
        call, &control_level,
        arena_printf(call->arena,
                     "/subscriptions/%.*s/providers/Microsoft.Security/"
                     "regulatoryComplianceStandards/%s/"
                     "regulatoryComplianceControls/%s",
                     STR_ARG(subscription), data_text(standard, "name"),
                     data_text(control, "name")),
        state, &tally);

    json_set_text(shelf_part(json, "properties"), "description",
                  data_text(control, "description"));
    return json;
}

static struct json *item_json(struct sandbox *sandbox, struct call *call,
                              const struct json *standard,
                              const struct json *control,
                              const struct json *item)
{
    struct str subscription = call->arg[0], name = item_name(item);
    bool manual = json_type(item) == JSON_OBJECT;
    const struct json *known =
        named(json_get(sandbox->posture, "assessments"), name);
    struct tally tally;
    enum state state = item_state(sandbox, call, subscription, standard,
                                  control, item, &tally);
    struct json *json = resource(
        call, &assessment_level,
        item_id(call, subscription, standard, control, item), state, &tally);
    struct json *properties = shelf_part(json, "properties");

    json_set_text(properties, "description",
                  manual
                      ? data_text(item, "description")
                      : data_text(json_get(known, "metadata"), "displayName"));
    json_set_text(properties, "assessmentType",
                  manual ? "Manual" : "Assessment");
    json_set_text(properties, "assessmentDetailsLink",
                  arena_printf(call->arena,
                               "%s/subscriptions/%.*s/providers/"
                               "Microsoft.Security/securityStatuses/%.*s",
                               sandbox->base, STR_ARG(subscription),
                               STR_ARG(name)));
    return json;
}

/* $filter=state eq 'Failed', with or without "properties/". */
static bool filter_allows(struct call *call, const struct json *json)
{
    struct str filter = call_argument(call, "$filter"), want;
    struct str state = json_text(json_at(json, STR("properties.state")));
    size_t at = str_find_fold(filter, STR("state eq '"));

    if (at == STR_NOWHERE)
        return true;
    filter = str_sub(filter, at + 10, filter.len);
    return str_cut(&filter, '\'', &want) && str_eq_fold(want, state);
}

static void add_take(struct page *page, struct json *json)
{
    struct buf text;

    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    if (!page->is_full && filter_allows(page->call, json))
        page_add(page, buf_view(&text));
    buf_done(&text);
    json_free(json);
}

static void missing(struct call *call)
{
    call_fail(call, 404, "ResourceNotFound", "'%.*s' was not found.",
              STR_ARG(call->path));
}

static void standards_get(struct sandbox *sandbox, struct call *call)
{
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    page_begin(&page, sandbox, call);
    for (struct json_each e =
             json_each(json_get(sandbox->posture, "standards"));
         json_next(&e);)
        add_take(&page, standard_json(sandbox, call, e.value));
    page_end(&page, NULL);
}

static void standard_get(struct sandbox *sandbox, struct call *call)
{
    const struct json *standard = find_standard(sandbox, call->arg[1]);

    if (!estate_check(sandbox, call))
        return;
    if (standard)
        call_answer_take(call, 200, standard_json(sandbox, call, standard));
    else
        missing(call);
}

static void controls_get(struct sandbox *sandbox, struct call *call)
{
    const struct json *standard = find_standard(sandbox, call->arg[1]);
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    if (!standard) {
        missing(call);
        return;
    }
    page_begin(&page, sandbox, call);
    for (struct json_each e = json_each(json_get(standard, "controls"));
         json_next(&e);)
        add_take(&page, control_json(sandbox, call, standard, e.value));
    page_end(&page, NULL);
}

static void control_get(struct sandbox *sandbox, struct call *call)
{
    const struct json *standard = find_standard(sandbox, call->arg[1]);
    const struct json *control = find_control(standard, call->arg[2]);

    if (!estate_check(sandbox, call))
        return;
    if (control)
        call_answer_take(call, 200,
                         control_json(sandbox, call, standard, control));
    else
        missing(call);
}

static void items_get(struct sandbox *sandbox, struct call *call)
{
    const struct json *standard = find_standard(sandbox, call->arg[1]);
    const struct json *control = find_control(standard, call->arg[2]);
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    if (!control) {
        missing(call);
        return;
    }
    page_begin(&page, sandbox, call);
    for (struct json_each e = json_each(json_get(control, "assessments"));
         json_next(&e);)
        add_take(&page, item_json(sandbox, call, standard, control, e.value));
    page_end(&page, NULL);
}

static void item_get(struct sandbox *sandbox, struct call *call)
{
    const struct json *standard = find_standard(sandbox, call->arg[1]);
    const struct json *control = find_control(standard, call->arg[2]);

    if (!estate_check(sandbox, call))
        return;
    for (struct json_each e = json_each(json_get(control, "assessments"));
         json_next(&e);) {
        if (str_eq_fold(item_name(e.value), call->arg[3])) {
            call_answer_take(
                call, 200,
                item_json(sandbox, call, standard, control, e.value));
            return;
        }
    }
    missing(call);
}

bool comply_declare(struct sandbox *sandbox, const struct json *what,
                    struct err *err)
{
    struct arena *arena = arena_new();
    const char *id = arena_printf(
        arena,
        "/subscriptions/%s/providers/Microsoft.Security/"
        "regulatoryComplianceStandards/%s/regulatoryComplianceControls/%s/"
        "regulatoryComplianceAssessments/%s",
        data_text(what, "subscription"), data_text(what, "standard"),
        data_text(what, "control"), data_text(what, "assessment"));
    enum state state;
    bool good = state_parse(json_text(json_get(what, "state")), &state);
    struct json *json;

    if (good) {
        json = json_new_object();
        json_set_text(json, "state", states[state]);
        shelf_put(sandbox->shelf, str_of(id), json);
        json_free(json);
    } else {
        err_set(err, ERR_INPUT,
                _("\"%s\" is no state of compliance: Passed, Failed, Skipped "
                  "and Unsupported are."),
                data_text(what, "state"));
    }
    arena_free(arena);
    return good;
}

#define STANDARDS                                                              \
    "/subscriptions/{}/providers/Microsoft.Security/"                          \
    "regulatoryComplianceStandards"
#define CONTROLS STANDARDS "/{}/regulatoryComplianceControls"
#define ITEMS    CONTROLS "/{}/regulatoryComplianceAssessments"

static const struct route rows[] = {
    {"GET", STANDARDS, SERVICE_ARM, standards_get},
    {"GET", STANDARDS "/{}", SERVICE_ARM, standard_get},
    {"GET", CONTROLS, SERVICE_ARM, controls_get},
    {"GET", CONTROLS "/{}", SERVICE_ARM, control_get},
    {"GET", ITEMS, SERVICE_ARM, items_get},
    {"GET", ITEMS "/{}", SERVICE_ARM, item_get},
};

const struct route_table comply_routes = ROUTE_TABLE(rows);
