/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Network interfaces and security groups, and what hangs together there. */
#include "sandbox/armid.h"
#include "sandbox/data.h"
#include "sandbox/ops.h"
#include "sandbox/provider.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"

#define INTERFACES     "Microsoft.Network/networkInterfaces"
#define GROUPS         "Microsoft.Network/networkSecurityGroups"
#define PRIORITY_LEAST 100
#define PRIORITY_MOST  4096

static struct str group_of(const struct json *interface)
{
    return json_text(
        json_at(interface, STR("properties.networkSecurityGroup.id")));
}

/* To put a group on an interface is to do something to the group as well. */
static bool check_join(struct sandbox *sandbox, struct call *call,
                       const struct change *change, struct str group)
{
    static const char join[] =
        "Microsoft.Network/networkSecurityGroups/join/action";

    if (str_eq_fold(group, group_of(change->old)) ||
        rights_hold(&sandbox->rights, str_of(join)))
        return true;
    call_fail(call, 403, "LinkedAuthorizationFailed",
              "The client '%s' with object id '%s' has permission to perform "
              "action '" INTERFACES "/write' on scope '%.*s'; however, it does "
              "not have permission to perform action '%s' on the linked "
              "scope(s) '%.*s' or the linked scope(s) are invalid.",
              SANDBOX_PRINCIPAL, SANDBOX_PRINCIPAL, STR_ARG(change->id), join,
              STR_ARG(group));
    return false;
}

/* It must be there, and in the same region. */
static bool check_group(struct sandbox *sandbox, struct call *call,
                        const struct change *change)
{
    struct str id = group_of(change->wanted);
    struct json *group = shelf_copy(sandbox->shelf, id);
    bool fits = group && armid_is_type(id, GROUPS) &&
                str_eq_fold(json_text(json_get(group, "location")),
                            json_text(json_get(change->wanted, "location"))) &&
                str_eq_fold(armid_part(id, STR("subscriptions")),
                            armid_part(change->id, STR("subscriptions")));

    json_free(group);
    if (fits)
        return check_join(sandbox, call, change, id);
    call_fail(call, 400, "InvalidResourceReference",
              "Resource %.*s referenced by resource %.*s was not found. "
              "Please make sure that the referenced resource exists, and that "
              "both resources are in the same region.",
              STR_ARG(id), STR_ARG(change->id));
    return false;
}

/* What only the provider sets stays as it was, whatever is sent. */
static void keep_own(const struct change *change)
{
    static const char *const own[] = {"macAddress", "virtualMachine",
                                      "resourceGuid", "primary"};
    struct json *properties = shelf_part(change->wanted, "properties");
    const struct json *old = json_get(change->old, "properties");

    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        const struct json *value = json_get(old, own[i]);

        if (value)
            json_set_take(properties, own[i], json_copy(value));
    }
}

bool network_interface_check(struct sandbox *sandbox, struct call *call,
                             struct change *change)
{
    const struct json *properties = json_get(change->wanted, "properties");
    struct str location = json_text(json_get(change->wanted, "location"));

    if (str_empty(location)) {
        call_fail(call, 400, "LocationRequired",
                  "The location property is required for this definition.");
        return false;
    }
    if (change->old &&
        !str_eq_fold(location, json_text(json_get(change->old, "location")))) {
        call_fail(call, 409, "InvalidResourceLocation",
                  "The resource '%.*s' already exists in another location.",
                  STR_ARG(armid_name(change->id)));
        return false;
    }
    /* Half an object is not merged: it takes the place of the whole. */
    if (json_length(json_get(properties, "ipConfigurations")) == 0) {
        call_fail(call, 400, "NetworkInterfaceMustHaveIpConfiguration",
                  "Network interface %.*s must have one or more IP "
                  "configurations.",
                  STR_ARG(change->id));
        return false;
    }
    if (!str_empty(group_of(change->wanted)) &&
        !check_group(sandbox, call, change))
        return false;
    keep_own(change);
    return true;
}

static bool is_word(const struct json *rule, const char *name,
                    const char *const *words)
{
    struct str value = json_text(json_get(rule, name));

    for (; *words; words++) {
        if (str_eq_fold(value, str_of(*words)))
            return true;
    }
    return false;
}

/* What is wrong with a rule by itself; NULL when nothing is. */
static const char *rule_fault(const struct json *rule)
{
    static const char *const directions[] = {"Inbound", "Outbound", NULL};
    static const char *const verdicts[] = {"Allow", "Deny", NULL};
    static const char *const protocols[] = {"Tcp", "Udp", "Icmp", "Esp",
                                            "Ah",  "*",   NULL};
    int64_t priority = 0;

    if (!json_int(json_get(rule, "priority"), &priority) ||
        priority < PRIORITY_LEAST || priority > PRIORITY_MOST)
        return "SecurityRuleInvalidPriority";
    if (!is_word(rule, "direction", directions))
        return "SecurityRuleInvalidDirection";
    if (!is_word(rule, "access", verdicts))
        return "SecurityRuleInvalidAccess";
    if (!is_word(rule, "protocol", protocols))
        return "SecurityRuleInvalidProtocol";
    return NULL;
}

static bool conflicts(const struct json *a, const struct json *b)
{
    int64_t one = 0, two = 1;

    json_int(json_get(a, "priority"), &one);
    json_int(json_get(b, "priority"), &two);
    return one == two && str_eq_fold(json_text(json_get(a, "direction")),
                                     json_text(json_get(b, "direction")));
}

static bool check_rule(struct call *call, const struct json *rules, size_t at)
{
    const struct json *rule = json_item(rules, at);
    const struct json *properties = json_get(rule, "properties");
    const char *fault = rule_fault(properties);

    if (fault) {
        call_fail(call, 400, fault,
                  "Security rule %s is not valid: priorities are %d to %d, "
                  "and direction, access and protocol are words.",
                  data_text(rule, "name"), PRIORITY_LEAST, PRIORITY_MOST);
        return false;
    }
    for (size_t i = 0; i < at; i++) {
        const struct json *other = json_item(rules, i);

        if (!conflicts(properties, json_get(other, "properties")))
            continue;
        call_fail(call, 400, "SecurityRuleConflict",
                  "Security rule %s conflicts with rule %s. Rules cannot have "
                  "the same Priority and Direction.",
                  data_text(rule, "name"), data_text(other, "name"));
        return false;
    }
    return true;
}

bool network_group_check(struct sandbox *sandbox, struct call *call,
                         struct change *change)
{
    const struct json *rules =
        json_at(change->wanted, STR("properties.securityRules"));

    (void)sandbox;
    if (str_empty(json_text(json_get(change->wanted, "location")))) {
        call_fail(call, 400, "LocationRequired",
                  "The location property is required for this definition.");
        return false;
    }
    for (size_t i = 0; i < json_length(rules); i++) {
        if (!check_rule(call, rules, i))
            return false;
    }
    return true;
}

bool network_group_check_delete(struct sandbox *sandbox, struct call *call,
                                struct str id)
{
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct json *interface;
        bool used;

        if (!armid_is_type(e.id, INTERFACES))
            continue;
        interface = shelf_copy(sandbox->shelf, e.id);
        used = str_eq_fold(group_of(interface), id);
        json_free(interface);
        if (!used)
            continue;
        call_fail(call, 400, "InUseNetworkSecurityGroupCannotBeDeleted",
                  "Network security group %.*s cannot be deleted because it "
                  "is in use by the following resources: %.*s.",
                  STR_ARG(id), STR_ARG(e.id));
        return false;
    }
    return true;
}

static bool is_running(struct sandbox *sandbox, struct str machine)
{
    return str_find(shelf_text(sandbox->shelf, machine),
                    STR("PowerState/running")) != STR_NOWHERE;
}

/* Rules as they are in force; only a machine that runs has any. */
void network_effective(struct sandbox *sandbox, struct call *call,
                       struct str id)
{
    struct json *interface = shelf_copy(sandbox->shelf, id), *group;
    struct json *body = json_new_object(), *list = json_new_array();
    struct json *item = json_new_object(), *ref = json_new_object();
    const struct json *rules;
    struct str machine =
        json_text(json_at(interface, STR("properties.virtualMachine.id")));

    if (is_running(sandbox, machine)) {
        group = shelf_copy(sandbox->shelf, group_of(interface));
        rules = json_at(group, STR("properties.securityRules"));
        json_set_str(ref, "id", group_of(interface));
        json_set_take(item, "networkSecurityGroup", ref);
        json_set_take(item, "effectiveSecurityRules",
                      rules ? json_copy(rules) : json_new_array());
        json_add_take(list, item);
        json_set_take(body, "value", list);
        call_answer(call, 202);
        ops_follow(sandbox, call, id, &(struct op_plan){.result = body});
        json_free(group);
    } else {
        json_free(body);
        json_free(list);
        json_free(item);
        json_free(ref);
        call_fail(call, 409, "NicMustBeAttachedToRunningVm",
                  "Network interface %.*s must be attached to a running "
                  "virtual machine.",
                  STR_ARG(id));
    }
    json_free(interface);
}
