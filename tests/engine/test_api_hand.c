/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hands: what an effect of a playbook becomes here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hands.h"

#define VM                                                                     \
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g/"    \
    "providers/Microsoft.Compute/virtualMachines/v"
#define ID "0123456789abcdef0123456789abcdef01234567"

/* Each member that is expected is there, and null is not. */
static void same_with(const char *what, const char *expected,
                      const struct json *with)
{
    struct json *json = read_json(expected);

    for (struct json_each e = json_each(json); json_next(&e);) {
        const struct json *have = json_get(with, e.name);
        struct buf text;

        if (e.value ? json_equal(have, e.value) : !have)
            continue;
        buf_init(&text);
        json_write(with, JSON_COMPACT, &text);
        fail_msg("%s: %s is not as expected in %s", what, e.name, text.at);
    }
    json_free(json);
}

#define HTTP(rest)                                                             \
    "{`authentication`:{`type`:`ManagedServiceIdentity`}," rest "}"
#define WRITE CLASS_IRREVERSIBLE

static const struct {
    const char *type, *key, *inputs;
    const char *kind, *with;
    enum action_class class;
} rows[] = {
    /* Plain requests. */
    {"Http", "",
     HTTP("`method`:`get`,`uri`:`https://management.azure.com//subscriptions"
          "?api-version=1`"),
     "call",
     "{`method`:`GET`,`token`:`arm`,`url`:`/subscriptions?api-version=1`,"
     "`class`:`read`,`body`:null}",
     CLASS_READ},
    {"Http", "",
     HTTP("`method`:`POST`,`uri`:`https://management.azure.com" VM
          "/deallocate?api-version=1`"),
     "contain", "{`action`:`vm-deallocate`,`target`:`" VM "`}",
     CLASS_REVERSIBLE},
    {"Http", "",
     HTTP("`method`:`PATCH`,`uri`:`https://graph.microsoft.com/v1.0/users/"
          "a@b.example`,`body`:{`accountEnabled`:false}"),
     "contain", "{`action`:`user-disable`,`target`:`a@b.example`}",
     CLASS_REVERSIBLE},
    {"Http", "",
     HTTP("`method`:`PATCH`,`uri`:`https://graph.microsoft.com/v1.0/users/"
          "a@b.example`,`body`:{`accountEnabled`:true}"),
     "call",
     "{`token`:`graph`,`url`:`/v1.0/users/a@b.example`,"
     "`body`:`{\\`accountEnabled\\`:true}`}",
     WRITE},
    {"Http", "",
     HTTP("`method`:`PATCH`,`uri`:`https://management.azure.com" VM
          "/providers/Microsoft.Resources/tags/default?api-version=1`,"
          "`body`:{`operation`:`Merge`,`properties`:{`tags`:{`a`:`b`}}}"),
     "contain",
     "{`action`:`tag`,`target`:`" VM "`,"
     "`parameters`:{`tag`:`a`,`value`:`b`}}",
     CLASS_REVERSIBLE},
    /* A name that the catalogue would not take is no containment. */
    {"Http", "",
     HTTP("`method`:`PATCH`,`uri`:`https://management.azure.com" VM
          "/providers/Microsoft.Resources/tags/default?api-version=1`,"
          "`body`:{`operation`:`Merge`,`properties`:{`tags`:{`a b`:`b`}}}"),
     "call", "{`token`:`arm`}", WRITE},
    {"Http", "",
     HTTP("`method`:`DELETE`,`uri`:`https://stshop.blob.core.windows.net/c/"
          "a b.exe`,`headers`:{`x-ms-version`:`2019-07-07`}"),
     "call",
     "{`token`:`storage`,`url`:`/stshop/c/a%20b.exe`,"
     "`headers`:`x-ms-version: 2019-07-07\n`}",
     WRITE},
    {"Http", "",
     HTTP("`method`:`GET`,`uri`:`https://kv-shop.vault.azure.net/secrets/s"
          "?api-version=7.5`"),
     "call", "{`token`:`vault`,`url`:`/kv-shop/secrets/s?api-version=7.5`}",
     CLASS_READ},
    {"Http", "",
     HTTP("`method`:`POST`,`uri`:`https://api.securitycenter.windows.com/"
          "api/advancedqueries/run`,`body`:{`Query`:`x`}"),
     "call", "{`token`:`endpoint`,`url`:`/api/advancedqueries/run`}",
     CLASS_READ},
    /* What libraries do not send, a fragment, is no way to be judged as one
     * thing and to do another: guests have such names. */
    {"Http", "",
     HTTP("`method`:`PATCH`,`uri`:`https://graph.microsoft.com/v1.0/users/"
          "s_x.example#EXT#@b.example`,`body`:{`accountEnabled`:true}"),
     "call", "{`url`:`/v1.0/users/s_x.example%23EXT%23@b.example`}", WRITE},
    {"Http", "",
     HTTP("`method`:`PATCH`,`uri`:`https://graph.microsoft.com/v1.0/users/"
          "s_x.example#EXT#@b.example`,`body`:{`accountEnabled`:false}"),
     "contain",
     "{`action`:`user-disable`,`target`:`s_x.example#EXT#@b.example`}",
     CLASS_REVERSIBLE},
    {"Http", "",
     HTTP("`method`:`POST`,`uri`:`https://management.azure.com" VM
          "/deallocate#/providers/Microsoft.ResourceGraph/resources`"),
     "call",
     "{`url`:`" VM "/deallocate%23/providers/Microsoft.ResourceGraph/"
     "resources`}",
     CLASS_READ},
    /* Where the token has no business the address stays what it is, and is
     * refused when it is sent. */
    {"Http", "",
     HTTP("`method`:`GET`,`uri`:`https://management.azure.com@evil.example/x`"),
     "call", "{`url`:`https://management.azure.com@evil.example/x`}",
     CLASS_READ},
    {"Http", "",
     "{`method`:`POST`,`uri`:`https://hooks.example/x`,`queries`:{`a b`:`c&d`,"
     "`$top`:3},`body`:`text`,`headers`:{`X-One`:1,`Host`:`evil`}}",
     "call",
     "{`token`:`none`,`url`:`https://hooks.example/x?a%20b=c%26d&$top=3`,"
     "`body`:`text`,`headers`:`X-One: 1\n`}",
     WRITE},
    {"Http", "",
     "{`method`:`POST`,`uri`:`https://x.example/`,`authentication`:{`type`:"
     "`Basic`,`username`:`u`,`password`:`p`},`body`:{`$content-type`:"
     "`text/csv`,`$content`:`YSxi`}}",
     "call",
     "{`headers`:`Content-Type: text/csv\nAuthorization: Basic dTpw\n`,"
     "`body`:`a,b`}",
     WRITE},
    {"Function", "",
     "{`function`:{`id`:`/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.Web/sites/app/functions/f`},`body`:{`a`:1}}",
     "call",
     "{`service`:`functionapp`,`connection`:`app`,`url`:`/api/f`,"
     "`method`:`POST`,`body`:`{\\`a\\`:1}`}",
     WRITE},
    {"Workflow", "",
     "{`host`:{`triggerName`:`manual`,`workflow`:{`id`:`/subscriptions/s/"
     "resourceGroups/g/providers/Microsoft.Logic/workflows/w`}},`body`:{}}",
     "logicapp",
     "{`workflow`:`/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.Logic/workflows/w`,`trigger`:`manual`,`body`:`{}`,"
     "`class`:`irreversible`}",
     WRITE},
    /* Mail. */
    {"ApiConnection", "office365",
     "{`method`:`post`,`path`:`/v2/Mail`,`body`:{`To`:`a@b.example`,"
     "`Cc`:`c@d.example`,`Bcc`:`e@f.example`,`Subject`:`S`,"
     "`Body`:`<p>One &amp; two<br>\nthree</p>`,`Attachments`:[{`Name`:`n`,"
     "`ContentBytes`:{`$content`:`YQ==`}}]}}",
     "mail",
     "{`to`:`a@b.example;c@d.example`,`bcc`:`e@f.example`,`subject`:`S`,"
     "`body`:`One & two\nthree`,`html`:`<p>One &amp; two<br>\nthree</p>`,"
     "`attachments`:[{`name`:`n`,`content`:`YQ==`}]}",
     CLASS_NOTIFY},
    {"ApiConnection", "sendgrid",
     "{`method`:`post`,`path`:`/v3/mail/send`,`body`:{`to`:`a@b.example`,"
     "`subject`:`S`,`text`:`plain`}}",
     "mail", "{`to`:`a@b.example`,`body`:`plain`,`html`:null,`class`:null}",
     CLASS_NOTIFY},
    /* Messages. */
    {"ApiConnection", "teams_1",
     "{`method`:`post`,`path`:`/v3/beta/teams/t/channels/c/messages`,`body`:"
     "{`subject`:`S`,`body`:{`content`:`<p>T</p>`,`contentType`:`html`}}}",
     "teams", "{`connection`:`teams_1`,`title`:`S`,`text`:`T`}", CLASS_NOTIFY},
    {"ApiConnection", "teams",
     "{`method`:`post`,`path`:`/flowbot/actions/notification/recipienttypes/"
     "user`,`body`:{`messageTitle`:`M`,`messageBody`:`B`}}",
     "teams", "{`title`:`M`,`text`:`B`}", CLASS_NOTIFY},
    {"ApiConnection", "teams",
     "{`method`:`post`,`path`:`/v1.0/teams/conversation/message/poster/Flow"
     "%20bot/location/Channel`,`body`:{`messageBody`:`<p>first</p><p>second"
     "</p>`}}",
     "teams", "{`title`:`first`,`text`:`second`}", CLASS_NOTIFY},
    {"ApiConnection", "teams",
     "{`method`:`post`,`path`:`/v1.0/teams/conversation/adaptivecard/poster/"
     "User/location/Channel`,`body`:{`messageBody`:`{\\`type\\`:"
     "\\`AdaptiveCard\\`}`}}",
     "teams", "{`card`:{`type`:`AdaptiveCard`},`title`:null}", CLASS_NOTIFY},
    {"ApiConnection", "slack",
     "{`method`:`post`,`path`:`/chat.postMessage`,`queries`:{`channel`:`C`,"
     "`text`:`T`}}",
     "slack", "{`connection`:`slack`,`text`:`T`}", CLASS_NOTIFY},
    /* Questions. */
    {"ApiConnectionWebhook", "office365",
     "{`path`:`/approvalmail/$subscriptions`,`body`:{`NotificationUrl`:`x`,"
     "`Message`:{`To`:`a@b.example`,`Subject`:`S`,`Body`:`<p>B</p>`,"
     "`Options`:`Delete, Ignore`}}}",
     "approval", "{`text`:`S\n\nB`,`options`:[`Delete`,`Ignore`]}",
     CLASS_NOTIFY},
    {"ApiConnectionWebhook", "approvals",
     "{`path`:`/types/Basic/subscriptions`,`body`:{`title`:`T`,`details`:`D`,"
     "`assignedTo`:`a@b.example`}}",
     "approval", "{`text`:`T\n\nD`,`options`:[`Approve`,`Reject`]}",
     CLASS_NOTIFY},
    {"ApiConnectionWebhook", "teams",
     "{`path`:`/flowbot/actions/messagewithoptions/recipienttypes/user/"
     "$subscriptions`,`body`:{`body`:{`messageBody`:`Q`}}}",
     "approval", "{`text`:`Q`}", CLASS_NOTIFY},
    /* Azure. */
    {"ApiConnection", "arm",
     "{`method`:`get`,`path`:`/subscriptions/s/resourcegroups/g/providers/"
     "Microsoft.Network/networkInterfaces%2Fn`,`queries`:{"
     "`x-ms-api-version`:`2022-05-01`,`$expand`:`a b`}}",
     "call",
     "{`token`:`arm`,`url`:`/subscriptions/s/resourcegroups/g/providers/"
     "Microsoft.Network/networkInterfaces/n?api-version=2022-05-01&"
     "$expand=a%20b`}",
     CLASS_READ},
    {"ApiConnection", "azurevm", "{`method`:`post`,`path`:`" VM "/deallocate`}",
     "contain", "{`action`:`vm-deallocate`,`target`:`" VM "`}",
     CLASS_REVERSIBLE},
    {"ApiConnection", "azurevm", "{`method`:`post`,`path`:`" VM "/start`}",
     "call", "{`token`:`arm`,`url`:`" VM "/start?api-version=2024-03-01`}",
     WRITE},
    {"ApiConnection", "azuread",
     "{`method`:`post`,`path`:`/v1.0/users/a%40b.example/"
     "revokeSignInSessions`}",
     "contain", "{`action`:`user-revoke-sessions`,`target`:`a@b.example`}",
     WRITE},
    {"ApiConnection", "azuread", "{`method`:`get`,`path`:`/v1.0/users/u`}",
     "call", "{`token`:`graph`,`url`:`/v1.0/users/u`}", CLASS_READ},
    {"ApiConnection", "wdatp",
     "{`method`:`post`,`path`:`/api/machines/" ID "/isolate`,"
     "`body`:{`Comment`:`c`,`IsolationType`:`Full`}}",
     "contain",
     "{`action`:`endpoint-isolate`,`target`:`" ID "`,"
     "`parameters`:{`comment`:`c`,`isolation`:`Full`}}",
     CLASS_REVERSIBLE},
    /* What cannot be taken back by the catalogue is not called reversible. */
    {"ApiConnection", "wdatp",
     "{`method`:`post`,`path`:`/api/machines/x/isolate`,"
     "`body`:{`Comment`:`c`,`IsolationType`:`Full`}}",
     "call", "{`token`:`endpoint`,`url`:`/api/machines/x/isolate`}", WRITE},
    {"ApiConnection", "wdatp",
     "{`method`:`get`,`path`:`/api/machines`,`queries`:{`$filter`:"
     "`contains(computerDnsName, 'v')`}}",
     "call",
     "{`url`:`/api/machines?$filter=contains%28computerDnsName%2C%20%27v%27"
     "%29`}",
     CLASS_READ},
    {"ApiConnection", "keyvault", "{`method`:`get`,`path`:`/secrets/s/value`}",
     "call",
     "{`service`:`keyvault`,`method`:`GET`,"
     "`url`:`/secrets/s?api-version=7.5`}",
     CLASS_READ},
    {"ApiConnection", "keyvault",
     "{`method`:`get`,`path`:`/secrets/value/versions/v1/value`}", "call",
     "{`url`:`/secrets/value/v1?api-version=7.5`}", CLASS_READ},
    {"ApiConnection", "keyvault", "{`method`:`get`,`path`:`/keys/k/versions`}",
     "call", "{`url`:`/keys/k/versions?api-version=7.5`}", CLASS_READ},
    /* Storage. */
    {"ApiConnection", "azuretables",
     "{`method`:`get`,`path`:`/v2/storageAccounts/AccountNameFromSettings/"
     "tables/t/entities(PartitionKey='p',RowKey='r')`}",
     "call",
     "{`service`:`storage`,`token`:`none`,"
     "`url`:`.table/t(PartitionKey='p',RowKey='r')`}",
     CLASS_READ},
    {"ApiConnection", "azuretables",
     "{`method`:`patch`,`path`:`/v2/storageAccounts/stshop/tables/t/entities/"
     "etag(PartitionKey='p',RowKey='r')`,`headers`:{`If-Match`:`*`},"
     "`body`:{`a`:1}}",
     "call",
     "{`service`:null,`token`:`storage`,`method`:`PATCH`,"
     "`url`:`/stshop.table/t(PartitionKey='p',RowKey='r')`,"
     "`headers`:`x-ms-version: 2021-12-02\nAccept: application/json;"
     "odata=nometadata\nIf-Match: *\n`}",
     WRITE},
    {"ApiConnection", "azuretables",
     "{`method`:`get`,`path`:`/v2/storageAccounts/stshop/tables/t/entities`,"
     "`queries`:{`$filter`:`a eq 1`}}",
     "call", "{`url`:`/stshop.table/t()?$filter=a%20eq%201`}", CLASS_READ},
    {"ApiConnection", "azureblob",
     "{`method`:`delete`,`path`:`/v2/datasets/stshop/files/"
     "%252Fc%252Fa%2520b.exe`}",
     "call", "{`method`:`DELETE`,`url`:`/stshop/c/a%20b.exe`}", WRITE},
    /* The id that the connector itself makes: base64 of "%2fc%2fa.exe". */
    {"ApiConnection", "azureblob",
     "{`method`:`get`,`path`:`/v2/datasets/default/folders/JTJmYw`}", NULL,
     NULL, CLASS_READ},
    {"ApiConnection", "azureblob",
     "{`method`:`delete`,`path`:`/datasets/default/files/JTJmYyUyZmEuZXhl`}",
     "call", "{`service`:`storage`,`method`:`DELETE`,`url`:`/c/a.exe`}", WRITE},
    {"ApiConnection", "azuretables",
     "{`method`:`post`,`path`:`/Tables/t/entities`,`body`:{`a`:1}}", "call",
     "{`service`:`storage`,`url`:`.table/t`,`body`:`{\\`a\\`:1}`}",
     CLASS_NOTIFY},
    {"ApiConnection", "azuretables",
     "{`method`:`get`,`path`:`/Tables/t/entities(PartitionKey='p',"
     "RowKey='r')`}",
     "call", "{`url`:`.table/t(PartitionKey='p',RowKey='r')`}", CLASS_READ},
    {"ApiConnection", "office365users",
     "{`method`:`get`,`path`:`/codeless/v1.0/users/a@b.example/manager`}",
     "call", "{`token`:`graph`,`url`:`/v1.0/users/a@b.example/manager`}",
     CLASS_READ},
    {"ApiConnection", "office365users",
     "{`method`:`get`,`path`:`/users/a@b.example`}", "call",
     "{`token`:`graph`,`url`:`/v1.0/users/a@b.example`}", CLASS_READ},
    {"ApiConnection", "office365users",
     "{`method`:`get`,`path`:`/users/v1.0/a@b.example`}", "call",
     "{`url`:`/v1.0/users/a@b.example`}", CLASS_READ},
    {"ApiConnection", "azureblob",
     "{`method`:`get`,`path`:`/v2/datasets/default/files/JTJmYyUyZmEuZXhl/"
     "content`}",
     "call", "{`service`:`storage`,`method`:`GET`,`url`:`/c/a.exe`}",
     CLASS_READ},
    {"ApiConnection", "azureblob",
     "{`method`:`post`,`path`:`/v2/datasets/stshop/files`,`queries`:{"
     "`folderPath`:`/c/`,`name`:`n.txt`},`body`:`x`}",
     "call",
     "{`method`:`PUT`,`url`:`/stshop/c/n.txt`,`body`:`x`,`headers`:"
     "`x-ms-version: 2021-12-02\nx-ms-blob-type: BlockBlob\n`}",
     WRITE},
    /* Logs. */
    {"ApiConnection", "azureloganalyticsdatacollector",
     "{`method`:`post`,`path`:`/api/logs`,`headers`:{`Log-Type`:`T`},"
     "`body`:[{`a`:1}]}",
     "call",
     "{`service`:`loganalytics`,`headers`:`Log-Type: T\n`,"
     "`body`:`[{\\`a\\`:1}]`}",
     CLASS_NOTIFY},
    {"ApiConnection", "azuremonitorlogs",
     "{`method`:`post`,`path`:`/queryData`,`body`:`T | take 1`,`queries`:{"
     "`subscriptions`:`s`,`resourcegroups`:`g`,`resourcename`:`w`,"
     "`resourcetype`:`Log Analytics Workspace`,`timerange`:`Last 24 hours`}}",
     "call",
     "{`token`:`logs`,`url`:`/v1/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.OperationalInsights/workspaces/w/query`,"
     "`body`:`{\\`query\\`:\\`T | take 1\\`,\\`timespan\\`:\\`P1D\\`}`}",
     CLASS_READ},
    /* Tickets. */
    {"ApiConnection", "service-now",
     "{`method`:`post`,`path`:`/api/now/v2/table/incident`,`queries`:{"
     "`sysparm_display_value`:false},`body`:{`short_description`:`s`}}",
     "call",
     "{`service`:`servicenow`,`url`:`/api/now/v2/table/incident?"
     "sysparm_display_value=false`,`body`:`{\\`short_description\\`:"
     "\\`s\\`}`}",
     CLASS_NOTIFY},
    {"ApiConnection", "jira",
     "{`method`:`post`,`path`:`/v2/issue`,`queries`:{`projectKey`:`SEC`,"
     "`issueTypeIds`:`10`},`body`:{`fields`:{`summary`:`s`}}}",
     "call",
     "{`service`:`jira`,`url`:`/rest/api/2/issue`,`body`:`{\\`fields\\`:{"
     "\\`summary\\`:\\`s\\`,\\`project\\`:{\\`key\\`:\\`SEC\\`},"
     "\\`issuetype\\`:{\\`id\\`:\\`10\\`}}}`}",
     CLASS_NOTIFY},
    {"ApiConnection", "jira",
     "{`method`:`post`,`path`:`/v2/SEC/10/issue`,`body`:{`fields`:{"
     "`summary`:`s`}}}",
     "call",
     "{`url`:`/rest/api/2/issue`,`body`:`{\\`fields\\`:{\\`summary\\`:"
     "\\`s\\`,\\`project\\`:{\\`key\\`:\\`SEC\\`},\\`issuetype\\`:{"
     "\\`id\\`:\\`10\\`}}}`}",
     CLASS_NOTIFY},
    {"ApiConnection", "office365users", "{`method`:`get`,`path`:`/v2/users/a`}",
     "call", "{`token`:`graph`,`url`:`/v1.0/users/a`}", CLASS_READ},
    {"ApiConnection", "wdatp",
     "{`method`:`get`,`path`:`/api/ips/1.2.3.4/stats`}", "call",
     "{`token`:`endpoint`,`url`:`/api/ips/1.2.3.4/stats`}", CLASS_READ},
    {"ApiConnection", "smtp",
     "{`method`:`post`,`path`:`/SendEmailV3`,`body`:{`From`:`f@a.example`,"
     "`To`:`a@a.example`,`CC`:`b@a.example`,`Subject`:`s`,`Body`:`<p>t</p>`}}",
     "mail",
     "{`to`:`a@a.example;b@a.example`,`subject`:`s`,`body`:`t`,"
     "`html`:`<p>t</p>`}",
     CLASS_NOTIFY},
    {"ApiConnection", "sharepointonline",
     "{`method`:`post`,`path`:`/datasets/https%253A%252F%252Fa.example%252F"
     "sites%252Fs/files`,`queries`:{`folderPath`:`/Shared Documents/x y`,"
     "`name`:`f.csv`},`body`:`a,b`}",
     "call",
     "{`token`:`graph`,`method`:`PUT`,`url`:`/v1.0/sites/a.example:/sites/s:/"
     "drive/root:/x%20y/f.csv:/content`,`body`:`a,b`}",
     WRITE},
    {"ApiConnection", "sharepointonline",
     "{`method`:`post`,`path`:`/datasets/https%253A%252F%252Fa.example/files`,"
     "`queries`:{`folderPath`:`/Reports`,`name`:`f.csv`},`body`:`a`}",
     "call",
     "{`url`:`/v1.0/sites/a.example/lists/Reports/drive/root:/f.csv:/content`}",
     WRITE},
    {"ApiConnection", "sharepointonline",
     "{`method`:`post`,`path`:`/datasets/https%253A%252F%252Fa.example/tables/"
     "t/items`,`body`:{`Title`:`x`}}",
     "call",
     "{`method`:`POST`,`url`:`/v1.0/sites/a.example/lists/t/items`,"
     "`body`:`{\\`fields\\`:{\\`Title\\`:\\`x\\`}}`}",
     CLASS_NOTIFY},
    {"ApiConnection", "sharepointonline",
     "{`method`:`patch`,`path`:`/datasets/https%253A%252F%252Fa.example/tables/"
     "t/items/7`,`body`:{`Title`:`x`}}",
     "call",
     "{`method`:`PATCH`,`url`:`/v1.0/sites/a.example/lists/t/items/7/fields`,"
     "`body`:`{\\`Title\\`:\\`x\\`}`}",
     WRITE},
    {"ApiConnection", "sharepointonline",
     "{`method`:`get`,`path`:`/datasets/https%253A%252F%252Fa.example/tables/"
     "t/items/7`}",
     "call",
     "{`method`:`GET`,`url`:`/v1.0/sites/a.example/lists/t/items/7?"
     "expand=fields`}",
     CLASS_READ},
    {"ApiConnection", "azureadip",
     "{`method`:`post`,`path`:`/beta/riskyUsers/confirmCompromised`,`body`:{"
     "`userIds`:[`u`]}}",
     "call",
     "{`token`:`graph`,`method`:`POST`,`url`:`/v1.0/identityProtection/"
     "riskyUsers/confirmCompromised`,`body`:`{\\`userIds\\`:[\\`u\\`]}`}",
     WRITE},
    {"ApiConnection", "teams",
     "{`method`:`get`,`path`:`/beta/groups/g/channels`}", "call",
     "{`token`:`graph`,`method`:`GET`,`url`:`/v1.0/teams/g/channels`}",
     CLASS_READ},
    {"ApiConnection", "visualstudioteamservices",
     "{`method`:`post`,`path`:`/httprequest`,`queries`:{`account`:`o`},`body`:{"
     "`Method`:`PATCH`,`Uri`:`p/_apis/wit/workitems/7?api-version=7.0`,"
     "`Headers`:{`Content-Type`:`application/json-patch+json`},`Body`:`[]`}}",
     "call",
     "{`service`:`devops`,`method`:`PATCH`,`url`:`/p/_apis/wit/workitems/7?"
     "api-version=7.0`,`headers`:`Content-Type: application/json-patch+json\n`"
     ",`body`:`[]`}",
     WRITE},
    {"ApiConnection", "visualstudioteamservices",
     "{`method`:`post`,`path`:`/httprequest`,`body`:{`Method`:`GET`,`Uri`:"
     "`https://dev.azure.com/o/p/_apis/build`}}",
     "call", "{`method`:`GET`,`url`:`/p/_apis/build`}", CLASS_READ},
    {"ApiConnection", "azureautomation",
     "{`method`:`put`,`path`:`/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.Automation/automationAccounts/a/jobs`,`queries`:{"
     "`runbookName`:`R`,`wait`:true},`body`:{`properties`:{`parameters`:{"
     "`VM`:`v`}}}}",
     "runbook",
     "{`account`:`/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.Automation/automationAccounts/a`,`runbook`:`R`,"
     "`parameters`:`{\\`VM\\`:\\`v\\`}`}",
     WRITE},
    {"ApiConnection", "azureautomation",
     "{`method`:`get`,`path`:`/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.Automation/automationAccounts/a/jobs/j/output`,`queries`:{"
     "`x-ms-api-version`:`2015-10-31`}}",
     "call",
     "{`token`:`arm`,`url`:`/subscriptions/s/resourceGroups/g/providers/"
     "Microsoft.Automation/automationAccounts/a/jobs/j/output?"
     "api-version=2015-10-31`}",
     CLASS_READ},
    {"Http", "",
     "{`method`:`GET`,`uri`:`https://management.azure.com/subscriptions`,"
     "`authentication`:{`type`:`ActiveDirectoryOAuth`,`audience`:"
     "`https://management.azure.com/`,`clientId`:`c`,`secret`:`s`}}",
     "call", "{`token`:`arm`,`url`:`/subscriptions`}", CLASS_READ},
    {"ApiConnection", "jira",
     "{`method`:`post`,`path`:`/issue/SEC-1/comment`,`body`:{`body`:`b`}}",
     "call", "{`url`:`/rest/api/2/issue/SEC-1/comment`}", CLASS_NOTIFY},
    {"ApiConnection", "visualstudioteamservices",
     "{`method`:`patch`,`path`:`/P/_apis/wit/workitems/$Bug`,`queries`:{"
     "`account`:`org`},`body`:{`title`:`t`,`userEnteredFields`:{"
     "`Custom.X`:`y`}}}",
     "call",
     "{`service`:`devops`,`method`:`POST`,`url`:`/P/_apis/wit/workitems/$Bug"
     "?api-version=7.0`,`headers`:`Content-Type: application/json-patch+json"
     "\n`,`body`:`[{\\`op\\`:\\`add\\`,\\`path\\`:\\`/fields/System.Title\\`,"
     "\\`value\\`:\\`t\\`},{\\`op\\`:\\`add\\`,\\`path\\`:"
     "\\`/fields/Custom.X\\`,\\`value\\`:\\`y\\`}]`}",
     CLASS_NOTIFY},
};

static void test_ask(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct api_act act;
        struct scene scene;
        struct err err = {0};

        scene_open(&scene, rows[i].type, rows[i].key, rows[i].inputs);
        if (!api_hand_ask(&scene.ask, scene.arena, &act, &err)) {
            if (rows[i].kind)
                fail_msg("%s: %s", rows[i].inputs, err.text);
            scene_close(&scene);
            continue;
        }
        assert_non_null(rows[i].kind);
        if (strcmp(act.kind, rows[i].kind) != 0 || act.class != rows[i].class)
            fail_msg("%s: %s %s", rows[i].inputs, act.kind,
                     class_name(act.class));
        same_with(rows[i].inputs, rows[i].with, act.with);
        scene_close(&scene);
    }
}

/* What an alert puts in does not lead elsewhere. */
static void test_refused(void **state)
{
    static const struct {
        const char *type, *key, *written, *filled, *why;
    } refused[] = {
        {"ApiConnection", "azuread",
         "{`method`:`get`,`path`:`/v1.0/users/@{triggerBody()}`}",
         "{`method`:`get`,`path`:`/v1.0/users/..`}", "out of its place"},
        {"ApiConnection", "azuread",
         "{`method`:`get`,`path`:`/v1.0/users/@{triggerBody()}`}",
         "{`method`:`get`,`path`:`/v1.0/users/%2e%2E`}", "out of its place"},
        {"ApiConnection", "azuread",
         "{`method`:`get`,`path`:`/v1.0/users/@{triggerBody()}`}",
         "{`method`:`get`,`path`:`/v1.0/users/a/manager`}", "not that of the"},
        {"Http", "", "{`method`:`GET`,`uri`:`@triggerBody()`}",
         "{`method`:`GET`,`uri`:`https://x.example/a/../b`}",
         "out of its place"},
        {"Http", "", "{`method`:`GET`,`uri`:`@triggerBody()`}",
         "{`method`:`GET`,`uri`:`https://x.example/\nx`}", "control character"},
        {"Http", "", "{`method`:`GET`,`uri`:`https://x.example`}",
         "{`method`:`GET`,`uri`:`https://x.example`,`headers`:{`A`:`b\\nC: "
         "d`}}",
         "more than one line"},
        {"Http", "", "{`method`:`GET`,`uri`:`https://x.example`}",
         "{`method`:`GET`,`uri`:`https://x.example`,`authentication`:{"
         "`type`:`ClientCertificate`}}",
         "does not know"},
        {"ApiConnection", "office365", "{`method`:`post`,`path`:`/v2/Mail`}",
         "{`method`:`post`,`path`:`/v2/Mail`,`body`:{`Subject`:`s`}}",
         "no recipient"},
        {"ApiConnection", "sharepointonline",
         "{`method`:`post`,`path`:`/datasets/@{triggerBody()}/files`}",
         "{`method`:`post`,`path`:`/datasets/https%253A%252F%252Fa.example%252F"
         "../files`,`queries`:{`name`:`f`}}",
         "out of its place"},
        {"ApiConnection", "sharepointonline",
         "{`method`:`post`,`path`:`/datasets/@{triggerBody()}/files`}",
         "{`method`:`post`,`path`:`/datasets/https%253A%252F%252Fa.example/"
         "files`,`queries`:{`name`:`..`}}",
         "out of its place"},
        {"ApiConnection", "sharepointonline",
         "{`method`:`post`,`path`:`/datasets/@{triggerBody()}/files`}",
         "{`method`:`post`,`path`:`/datasets/https%253A%252F%252Fa.example/"
         "files`,`queries`:{`name`:`a/b`}}",
         "no name of a file"},
        {"ApiConnection", "visualstudioteamservices",
         "{`method`:`post`,`path`:`/httprequest`}",
         "{`method`:`post`,`path`:`/httprequest`,`body`:{`Method`:`GET`,`Uri`:"
         "`https://evil.example/o/p`}}",
         "no address of Azure DevOps"},
        {"ApiConnection", "visualstudioteamservices",
         "{`method`:`post`,`path`:`/httprequest`}",
         "{`method`:`post`,`path`:`/httprequest`,`body`:{`Method`:`GET`,`Uri`:"
         "`p/../../q`}}",
         "out of its place"},
        {"ApiConnection", "azuremonitorlogs",
         "{`method`:`post`,`path`:`/queryData`}",
         "{`method`:`post`,`path`:`/queryData`,`body`:`T`,`queries`:{"
         "`subscriptions`:`a/b`,`resourcegroups`:`g`,`resourcename`:`w`}}",
         "which workspace"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        struct json *filled = read_json(refused[i].filled);
        struct api_act act;
        struct scene scene;
        struct err err = {0};

        scene_open(&scene, refused[i].type, refused[i].key, refused[i].written);
        scene.ask.inputs = filled;
        if (api_hand_ask(&scene.ask, scene.arena, &act, &err))
            fail_msg("%s is not refused", refused[i].filled);
        if (!strstr(err.text, refused[i].why))
            fail_msg("%s: %s", refused[i].filled, err.text);
        json_free(filled);
        scene_close(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ask),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
