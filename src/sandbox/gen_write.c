/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/gen_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define TENANT      "00000000-0000-4000-8000-000000000001"
#define TICKS_1970  INT64_C(621355968000000000)
#define TICKS_LAST  INT64_C(3155378975999999999)
#define MOMENT_SIZE 32

void gen_name(int64_t start, const char *guid, char out[GEN_NAME_SIZE])
{
    snprintf(out, GEN_NAME_SIZE, "%019" PRId64 "_%s",
             TICKS_LAST - (start + TICKS_1970), guid);
}

static const char *moment_text(int64_t ticks, char out[MOMENT_SIZE])
{
    time_t second = (time_t)(ticks / GEN_TICKS_SECOND);
    size_t len;
    struct tm tm;

    gmtime_r(&second, &tm);
    len = strftime(out, MOMENT_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(out + len, MOMENT_SIZE - len, ".%07dZ",
             (int)(ticks % GEN_TICKS_SECOND));
    return out;
}

static void put(struct buf *out, const char *a, const char *b, const char *c)
{
    buf_text(out, a);
    buf_text(out, b);
    buf_text(out, c);
}

static void put_command(const struct gen_plan *plan, struct buf *out)
{
    if (plan->command) {
        buf_text(out, plan->command);
        return;
    }
    put(out, plan->process->dir, plan->process->separator, plan->process->file);
    put(out, " ", plan->arguments, plan->arguments_tail);
    put(out, " ", plan->noise, "");
}

static void write_head(const struct gen_plan *plan, struct buf *out)
{
    const struct gen_target *target = plan->target;
    const struct gen_type *type = plan->type;
    char start[MOMENT_SIZE], end[MOMENT_SIZE];

    buf_printf(out,
               "{\"id\":\"/subscriptions/%s/resourceGroups/%s/providers/"
               "Microsoft.Security/locations/%s/alerts/%s\",\"name\":\"%s\","
               "\"type\":\"Microsoft.Security/Locations/alerts\","
               "\"properties\":{\"version\":\"2022-01-01.0\","
               "\"alertType\":\"%s\",\"systemAlertId\":\"%s\","
               "\"productComponentName\":\"%s\",",
               target->subscription, target->group, target->location,
               plan->name, plan->name, type->id, plan->name, type->plan);
    buf_printf(out,
               "\"alertDisplayName\":\"%s%s\",\"description\":\"%s%s\","
               "\"severity\":\"%s\",\"intent\":\"%s\","
               "\"startTimeUtc\":\"%s\",\"endTimeUtc\":\"%s\",",
               plan->is_sample ? "[SAMPLE ALERT] " : "", plan->title,
               plan->is_sample ? "THIS IS A SAMPLE ALERT: " : "", plan->text,
               plan->severity, type->intent, moment_text(plan->start, start),
               moment_text(plan->end, end));
}

static void write_resources(const struct gen_plan *plan, struct buf *out)
{
    const struct gen_target *target = plan->target;

    buf_printf(out,
               "\"resourceIdentifiers\":[{\"azureResourceId\":\"%s\","
               "\"type\":\"AzureResource\","
               "\"azureResourceTenantId\":\"" TENANT "\"}",
               target->id);
    if (plan->workspace)
        buf_printf(out,
                   ",{\"workspaceId\":\"%s\",\"workspaceSubscriptionId\":"
                   "\"%s\",\"workspaceResourceGroup\":\"%s\",\"agentId\":"
                   "\"%08x-0000-4000-8000-00000000000a\","
                   "\"type\":\"LogAnalytics\"}",
                   plan->workspace, target->subscription, target->group,
                   (unsigned)plan->number);
    buf_text(out, "],\"remediationSteps\":[");
    for (unsigned i = 0; i < plan->steps; i++)
        put(out, i ? ",\"" : "\"", gen_steps[i], "\"");
    buf_printf(out,
               "],\"vendorName\":\"Microsoft\",\"status\":\"%s\","
               "\"extendedLinks\":[",
               plan->status);
    if (plan->has_link)
        buf_printf(out,
                   "{\"DisplayLocation\":\"center\",\"Category\":"
                   "\"threat_reports\",\"Label\":\"Report: %s\",\"Href\":"
                   "\"https://reports.contoso.example/%s.pdf\","
                   "\"Type\":\"webLink\"}",
                   plan->type->plan, plan->type->id);
    buf_text(out, "],");
}

static void write_host(const struct gen_plan *plan, struct buf *out)
{
    const struct gen_target *target = plan->target;

    if (plan->type->kind == GEN_VM)
        buf_printf(out,
                   "{\"$id\":\"centralus_%" PRIu64 "\",\"dnsDomain\":"
                   "\"contoso.example\",\"ntDomain\":\"CONTOSO\","
                   "\"hostName\":\"%s\",\"azureID\":\"%s\","
                   "\"osFamily\":\"%s\",\"type\":\"host\"}",
                   plan->number, target->name, target->id,
                   plan->process->dir[0] == '/' ? "Linux" : "Windows");
    else
        buf_printf(out,
                   "{\"$id\":\"centralus_%" PRIu64 "\",\"resourceId\":"
                   "\"%s\",\"subscriptionId\":\"%s\",\"resourceName\":"
                   "\"%s\",\"type\":\"azure-resource\"}",
                   plan->number, target->id, target->subscription,
                   target->name);
}

static void write_account(const struct gen_plan *plan, struct buf *out)
{
    buf_printf(out,
               ",{\"$id\":\"centralus_%" PRIu64 "2\",\"name\":\"%s%s\","
               "\"ntDomain\":\"CONTOSO\",\"upnSuffix\":\"contoso.example\","
               "\"host\":{\"$ref\":\"centralus_%" PRIu64 "\"},\"sid\":\"%s\","
               "\"isDomainJoined\":true,\"type\":\"account\"}",
               plan->number, plan->user, plan->user_tail, plan->number,
               plan->sid);
}

static void write_process(const struct gen_plan *plan, struct buf *out)
{
    buf_printf(out,
               ",{\"$id\":\"centralus_%" PRIu64 "3\",\"processId\":\"0x%x\","
               "\"commandLine\":\"",
               plan->number, plan->pid);
    put_command(plan, out);
    buf_printf(out,
               "\",\"imageFile\":{\"$id\":\"centralus_%" PRIu64 "4\","
               "\"directory\":\"%s\",\"name\":\"%s\",\"type\":\"file\"},"
               "\"host\":{\"$ref\":\"centralus_%" PRIu64 "\"},"
               "\"type\":\"process\"}",
               plan->number, plan->process->dir, plan->process->file,
               plan->number);
}

/* The malware itself, where it lies (FACTS 8.2). */
static void write_blob(const struct gen_plan *plan, struct buf *out)
{
    const char *slash = strchr(plan->type->blob, '/');

    buf_printf(out,
               ",{\"$id\":\"centralus_%" PRIu64 "6\",\"name\":\"%s\","
               "\"url\":\"https://%s.blob.core.windows.net/%s\","
               "\"blobContainer\":{\"$id\":\"centralus_%" PRIu64
               "7\",\"name\":\"%.*s\",\"type\":\"blob-container\"},"
               "\"type\":\"blob\"}",
               plan->number, slash + 1, plan->target->name, plan->type->blob,
               plan->number, (int)(slash - plan->type->blob), plan->type->blob);
}

static void write_entities(const struct gen_plan *plan, struct buf *out)
{
    const struct gen_place *place = plan->place;

    buf_text(out, "\"entities\":[");
    write_host(plan, out);
    buf_printf(out,
               ",{\"$id\":\"centralus_%" PRIu64 "1\",\"address\":\"%s\","
               "\"location\":{\"countryCode\":\"%s\",\"state\":\"%s\","
               "\"city\":\"%s\",\"longitude\":%s,\"latitude\":%s,"
               "\"asn\":%d},\"type\":\"ip\"}",
               plan->number, plan->address, place->country, place->state,
               place->city, place->longitude, place->latitude, place->asn);
    if (plan->has_account)
        write_account(plan, out);
    if (plan->has_process)
        write_process(plan, out);
    for (unsigned i = 0; i < plan->more_n; i++)
        buf_printf(out,
                   ",{\"$id\":\"centralus_%" PRIu64 "5%u\",\"address\":"
                   "\"%s\",\"location\":{\"countryCode\":\"%s\",\"city\":"
                   "\"%s\",\"asn\":%d},\"type\":\"ip\"}",
                   plan->number, i, plan->more[i], place->country, place->city,
                   place->asn);
    if (plan->type->blob)
        write_blob(plan, out);
    buf_text(out, "],");
}

static void write_links(const struct gen_plan *plan, struct buf *out)
{
    const struct gen_target *target = plan->target;
    char generated[MOMENT_SIZE], processed[MOMENT_SIZE];

    buf_printf(out,
               "\"alertUri\":\"https://portal.azure.com/#blade/"
               "Microsoft_Azure_Security_AzureDefenderForData/AlertBlade/"
               "alertId/%s/subscriptionId/%s/resourceGroup/%s/"
               "referencedFrom/alertDeepLink/location/%s\","
               "\"timeGeneratedUtc\":\"%s\",\"productName\":"
               "\"Microsoft Defender for Cloud\","
               "\"processingEndTimeUtc\":\"%s\",",
               plan->name, target->subscription, target->group,
               target->location, moment_text(plan->generated, generated),
               moment_text(plan->processed, processed));
}

static void write_extended(const struct gen_plan *plan, struct buf *out)
{
    const struct gen_target *target = plan->target;
    const char *provider = gen_kinds[plan->type->kind].provider;
    size_t from;

    buf_printf(out,
               "\"isIncident\":%s,\"correlationKey\":\"%s\","
               "\"extendedProperties\":{\"alert Id\":\"%s\","
               "\"Compromised Host\":\"%s\",\"User Name\":\"CONTOSO\\\\%s%s\","
               "\"Account Session Id\":\"0x%x\",\"Suspicious Process\":\"",
               plan->type->is_incident ? "true" : "false", plan->key,
               plan->name, target->name, plan->user, plan->user_tail,
               plan->pid * 7);
    put(out, plan->process->dir, plan->process->separator, plan->process->file);
    buf_text(out, "\",\"Suspicious Command Line\":\"");
    from = out->len;
    put_command(plan, out);
    if (!plan->command && out->len - from > 4096)
        buf_cut(out, from + 4096);
    buf_printf(out,
               "\",\"Suspicious Process Id\":\"0x%x\","
               "\"Attacker source IP\":\"IP Address: %s\","
               "\"Number of attempts\":\"%u\",\"Threat Score\":\"%.2f\","
               "\"resourceType\":\"%s\"},\"compromisedEntity\":\"%s\","
               "\"techniques\":[%s],\"subTechniques\":[]",
               plan->pid, plan->address, plan->attempts, plan->score,
               provider[0] ? provider : "Subscription", target->name,
               plan->type->techniques);
}

static void write_evidence(const struct gen_plan *plan, struct buf *out)
{
    char start[MOMENT_SIZE], end[MOMENT_SIZE];

    buf_printf(out,
               ",\"supportingEvidence\":{\"type\":\"tabularEvidences\","
               "\"title\":\"Investigate activity\",\"columns\":[\"Date\","
               "\"Activity\",\"User\",\"Result\"],\"rows\":[[\"%s\","
               "\"Log on\",\"%s%s\",\"Success\"],[\"%s\",\"Process start\","
               "\"%s%s\",\"Success\"]]}",
               moment_text(plan->start, start), plan->user, plan->user_tail,
               moment_text(plan->end, end), plan->user, plan->user_tail);
}

void gen_write(const struct gen_plan *plan, struct buf *out)
{
    write_head(plan, out);
    write_resources(plan, out);
    write_links(plan, out);
    write_entities(plan, out);
    write_extended(plan, out);
    if (plan->has_evidence)
        write_evidence(plan, out);
    buf_text(out, "}}");
}
