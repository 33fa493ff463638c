/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/hosts.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "model/codec.h"
#include "model/limits.h"
#include "util/ascii.h"
#include "util/text.h"

static const char *const clouds[CLOUD_N] = {
    [CLOUD_PUBLIC] = "public",
    [CLOUD_USGOV] = "usgov",
    [CLOUD_CHINA] = "china",
};

static const char *const names[HOST_N] = {
    [HOST_LOGIN] = "login",   [HOST_ARM] = "arm",
    [HOST_GRAPH] = "graph",   [HOST_ENDPOINT] = "endpoint",
    [HOST_VAULT] = "vault",   [HOST_STORAGE] = "storage",
    [HOST_FLOW] = "flow",     [HOST_LOGS] = "logs",
    [HOST_PORTAL] = "portal", [HOST_IMDS] = "imds",
};

/* FACTS 1. */
static const char *const bases[CLOUD_N][HOST_N] = {
    [CLOUD_PUBLIC] =
        {
            [HOST_LOGIN] = "https://login.microsoftonline.com",
            [HOST_ARM] = "https://management.azure.com",
            [HOST_GRAPH] = "https://graph.microsoft.com",
            [HOST_ENDPOINT] = "https://api.security.microsoft.com",
            [HOST_VAULT] = "vault.azure.net",
            [HOST_STORAGE] = "core.windows.net",
            [HOST_FLOW] = "api.powerplatform.com",
            [HOST_LOGS] = "https://api.loganalytics.io",
            [HOST_PORTAL] = "https://portal.azure.com",
            [HOST_IMDS] = "http://169.254.169.254",
        },
    [CLOUD_USGOV] =
        {
            [HOST_LOGIN] = "https://login.microsoftonline.us",
            [HOST_ARM] = "https://management.usgovcloudapi.net",
            [HOST_GRAPH] = "https://graph.microsoft.us",
            [HOST_ENDPOINT] = "https://api-gov.securitycenter.microsoft.us",
            [HOST_VAULT] = "vault.usgovcloudapi.net",
            [HOST_STORAGE] = "core.usgovcloudapi.net",
            [HOST_FLOW] = "api.high.powerplatform.microsoft.us",
            [HOST_LOGS] = "https://api.loganalytics.us",
            [HOST_PORTAL] = "https://portal.azure.us",
            [HOST_IMDS] = "http://169.254.169.254",
        },
    [CLOUD_CHINA] =
        {
            [HOST_LOGIN] = "https://login.chinacloudapi.cn",
            [HOST_ARM] = "https://management.chinacloudapi.cn",
            [HOST_GRAPH] = "https://microsoftgraph.chinacloudapi.cn",
            [HOST_VAULT] = "vault.azure.cn",
            [HOST_STORAGE] = "core.chinacloudapi.cn",
            [HOST_FLOW] = "api.powerplatform.partner.microsoftonline.cn",
            [HOST_LOGS] = "https://api.loganalytics.azure.cn",
            [HOST_PORTAL] = "https://portal.azure.cn",
            [HOST_IMDS] = "http://169.254.169.254",
        },
};

/* FACTS 2: what a token is asked for, {v2.0 scope, resource}.  Power Automate
 * wants its slash, so that its scope has two. */
static const struct aim {
    const char *scope;
    const char *resource;
} aims[CLOUD_N][AUDIENCE_N] = {
    [CLOUD_PUBLIC] =
        {
            [AUDIENCE_ARM] = {"https://management.azure.com/.default",
                              "https://management.azure.com/"},
            [AUDIENCE_LOGS] = {"https://api.loganalytics.io/.default",
                               "https://api.loganalytics.io"},
            [AUDIENCE_GRAPH] = {"https://graph.microsoft.com/.default",
                                "https://graph.microsoft.com/"},
            [AUDIENCE_ENDPOINT] =
                {"https://api.securitycenter.microsoft.com/.default",
                 "https://api.securitycenter.windows.com/"},
            [AUDIENCE_VAULT] = {"https://vault.azure.net/.default",
                                "https://vault.azure.net"},
            [AUDIENCE_STORAGE] = {"https://storage.azure.com/.default",
                                  "https://storage.azure.com/"},
            [AUDIENCE_FLOW] = {"https://service.flow.microsoft.com//.default",
                               "https://service.flow.microsoft.com/"},
        },
    [CLOUD_USGOV] =
        {
            [AUDIENCE_ARM] = {"https://management.usgovcloudapi.net/.default",
                              "https://management.usgovcloudapi.net/"},
            [AUDIENCE_LOGS] = {"https://api.loganalytics.us/.default",
                               "https://api.loganalytics.us"},
            [AUDIENCE_GRAPH] = {"https://graph.microsoft.us/.default",
                                "https://graph.microsoft.us/"},
            [AUDIENCE_ENDPOINT] =
                {"https://api-gov.securitycenter.microsoft.us/.default",
                 "https://api-gov.securitycenter.microsoft.us/"},
            [AUDIENCE_VAULT] = {"https://vault.usgovcloudapi.net/.default",
                                "https://vault.usgovcloudapi.net"},
            [AUDIENCE_STORAGE] = {"https://storage.azure.com/.default",
                                  "https://storage.azure.com/"},
            [AUDIENCE_FLOW] =
                {"https://high.service.flow.microsoft.us//.default",
                 "https://high.service.flow.microsoft.us/"},
        },
    [CLOUD_CHINA] =
        {
            [AUDIENCE_ARM] = {"https://management.chinacloudapi.cn/.default",
                              "https://management.chinacloudapi.cn/"},
            [AUDIENCE_LOGS] = {"https://api.loganalytics.azure.cn/.default",
                               "https://api.loganalytics.azure.cn"},
            [AUDIENCE_GRAPH] =
                {"https://microsoftgraph.chinacloudapi.cn/.default",
                 "https://microsoftgraph.chinacloudapi.cn/"},
            [AUDIENCE_VAULT] = {"https://vault.azure.cn/.default",
                                "https://vault.azure.cn"},
            [AUDIENCE_STORAGE] = {"https://storage.azure.com/.default",
                                  "https://storage.azure.com/"},
            [AUDIENCE_FLOW] = {"https://service.powerautomate.cn//.default",
                               "https://service.powerautomate.cn/"},
        },
};

/* The host that takes an audience's token. */
static const enum host homes[AUDIENCE_N] = {
    [AUDIENCE_NONE] = HOST_N,      [AUDIENCE_ARM] = HOST_ARM,
    [AUDIENCE_GRAPH] = HOST_GRAPH, [AUDIENCE_ENDPOINT] = HOST_ENDPOINT,
    [AUDIENCE_VAULT] = HOST_VAULT, [AUDIENCE_STORAGE] = HOST_STORAGE,
    [AUDIENCE_FLOW] = HOST_FLOW,   [AUDIENCE_LOGS] = HOST_LOGS,
};

bool cloud_parse(struct str text, enum cloud *out)
{
    size_t at;

    if (!name_parse(clouds, CLOUD_N, text, &at))
        return false;
    *out = (enum cloud)at;
    return true;
}

const char *host_name(enum host host)
{
    return names[host];
}

void hosts_init(struct hosts *hosts, enum cloud cloud)
{
    *hosts = (struct hosts){0};
    for (int i = 0; i < HOST_N; i++)
        hosts->base[i] = bases[cloud][i];
    for (int i = 0; i < AUDIENCE_N; i++) {
        hosts->scope[i] = aims[cloud][i].scope;
        hosts->resource[i] = aims[cloud][i].resource;
    }
}

bool hosts_near(const struct url *url)
{
    struct in_addr address;
    char text[INET_ADDRSTRLEN];

    if (url_loopback(url))
        return true;
    if (url->host.len >= sizeof(text))
        return false;
    memcpy(text, url->host.at, url->host.len);
    text[url->host.len] = '\0';
    /* 169.254.0.0/16 never leaves the link (RFC 3927); the identity endpoints
     * of virtual machines and of Azure Functions live there. */
    return inet_pton(AF_INET, text, &address) == 1 &&
           ntohl(address.s_addr) >> 16 == 0xa9fe;
}

static bool has_scheme(const char *text)
{
    return strstr(text, "://") != NULL;
}

/* Is it something that may be asked at all? */
static bool check_url(struct str text, struct url *out, struct err *err)
{
    struct url url;

    if (text.len >= LIMIT_URL)
        return err_set(err, ERR_INPUT, _("The URL is longer than %d bytes."),
                       (int)LIMIT_URL);
    if (!url_parse(text, &url, err))
        return false;
    if (!str_eq_fold(url.scheme, STR("https")) &&
        !(str_eq_fold(url.scheme, STR("http")) && hosts_near(&url)))
        return err_set(err, ERR_INPUT,
                       _("%.*s://%.*s is not asked: URLs must begin with "
                         "https:// (http:// only on this machine)."),
                       STR_ARG(url.scheme), STR_ARG(url.host));
    *out = url;
    return true;
}

bool hosts_check(struct str text, struct err *err)
{
    struct url url;

    return check_url(text, &url, err);
}

static bool check_suffix(struct str text, const char *name, struct err *err)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (!ascii_is_alnum(c) && c != '.' && c != '-')
            return err_set(err, ERR_INPUT,
                           _("\"%s\" must be the end of a host name, such as "
                             "vault.azure.net."),
                           name);
    }
    return true;
}

static bool set_host(struct hosts *hosts, int host, const char *value,
                     struct err *err)
{
    bool suffix =
        host == HOST_VAULT || host == HOST_STORAGE || host == HOST_FLOW;
    struct url url;

    if (suffix && !has_scheme(value)) {
        if (!check_suffix(str_of(value), names[host], err))
            return false;
    } else if (!check_url(str_of(value), &url, err)) {
        return err_prefix(err, _("The host \"%s\""), names[host]);
    }
    hosts->base[host] = value;
    return true;
}

static bool set_aim(struct hosts *hosts, const char *name, const char *value)
{
    char text[64];

    for (int i = AUDIENCE_NONE + 1; i < AUDIENCE_N; i++) {
        const char *audience = audience_name((enum audience)i);

        snprintf(text, sizeof(text), "%s_scope", audience);
        if (strcmp(name, text) == 0) {
            hosts->scope[i] = value;
            return true;
        }
        snprintf(text, sizeof(text), "%s_resource", audience);
        if (strcmp(name, text) == 0) {
            hosts->resource[i] = value;
            return true;
        }
    }
    return false;
}

bool hosts_set(struct hosts *hosts, const char *name, const char *value,
               struct err *err)
{
    const char *nearest;

    if (!value || !*value)
        return true;
    for (int i = 0; i < HOST_N; i++) {
        if (strcmp(name, names[i]) == 0)
            return set_host(hosts, i, value, err);
    }
    if (set_aim(hosts, name, value))
        return true;
    nearest = str_nearest(str_of(name), names, HOST_N);
    if (!nearest)
        return err_set(err, ERR_INPUT, _("There is no host \"%s\"."), name);
    return err_set(err, ERR_INPUT,
                   _("There is no host \"%s\"; did you mean \"%s\"?"), name,
                   nearest);
}

const char *hosts_base(const struct hosts *hosts, enum audience audience)
{
    enum host home = homes[audience];
    const char *base = home == HOST_N ? NULL : hosts->base[home];

    return base && has_scheme(base) ? base : NULL;
}

/* May the token of that audience go to that URL? */
static bool token_may_go(const struct hosts *hosts, enum audience audience,
                         struct str text, const struct url *url)
{
    const char *base = hosts->base[homes[audience]];
    struct str suffix;

    if (!base)
        return false;
    if (has_scheme(base))
        return url_same_origin(str_of(base), text);
    suffix = str_of(base);
    return str_eq_fold(url->scheme, STR("https")) &&
           url->host.len > suffix.len + 1 && str_ends_fold(url->host, suffix) &&
           url->host.at[url->host.len - suffix.len - 1] == '.';
}

bool hosts_token(const struct hosts *hosts, enum audience audience,
                 struct str text)
{
    struct url url;
    struct err ignored;

    return audience == AUDIENCE_NONE ||
           (check_url(text, &url, &ignored) &&
            token_may_go(hosts, audience, text, &url));
}

/* "stshop.table": another service of an account than its blobs. */
static struct str cut_service(enum audience audience, struct str *name)
{
    static const char *const services[] = {"blob", "table", "queue", "file"};
    size_t dot = str_find_char(*name, '.');
    struct str service = str_sub(*name, dot + 1, STR_NOWHERE);

    if (audience != AUDIENCE_STORAGE || dot == STR_NOWHERE)
        return STR_NONE;
    for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++) {
        if (str_eq(service, str_of(services[i]))) {
            name->len = dot;
            return service;
        }
    }
    return STR_NONE;
}

/* A host whose name is made of the path's first part: "/kv-shop/secrets" is
 * secrets of https://kv-shop.vault.azure.net. */
static const char *named_url(const char *suffix, enum audience audience,
                             struct str path, struct arena *arena)
{
    struct str rest = str_sub(path, 1, path.len), name, service;

    if (str_find_char(rest, '/') == STR_NOWHERE || !str_cut(&rest, '/', &name))
        return NULL;
    service = cut_service(audience, &name);
    if (str_empty(service) && audience == AUDIENCE_STORAGE)
        service = STR("blob");
    if (name.len > 63 || !str_made_of(name, "-"))
        return NULL;
    return arena_printf(arena, "https://%.*s.%.*s%s%s/%.*s", STR_ARG(name),
                        STR_ARG(service), str_empty(service) ? "" : ".", suffix,
                        STR_ARG(rest));
}

/* The absolute URL of a path; NULL when it has none. */
static const char *path_url(const struct hosts *hosts, enum audience audience,
                            struct str path, struct arena *arena)
{
    enum host home = homes[audience];
    const char *base = home == HOST_N ? NULL : hosts->base[home];

    if (!base)
        return NULL;
    if (!has_scheme(base))
        return audience == AUDIENCE_VAULT || audience == AUDIENCE_STORAGE
                   ? named_url(base, audience, path, arena)
                   : NULL;
    if (str_ends(str_of(base), STR("/")))
        path = str_sub(path, 1, path.len);
    return arena_printf(arena, "%s%.*s", base, STR_ARG(path));
}

bool hosts_url(const struct hosts *hosts, const struct request *request,
               struct arena *arena, const char **out, struct err *err)
{
    struct str text = str_of(request->url);
    struct url url;

    if (str_starts(text, STR("/"))) {
        text = str_of(path_url(hosts, request->audience, text, arena));
        if (str_empty(text))
            return err_set(err, ERR_INPUT,
                           _("This cloud has no host for %s, so that %s cannot "
                             "be asked; set the host in the configuration."),
                           audience_name(request->audience), request->url);
    }
    if (!check_url(text, &url, err))
        return false;
    if (request->audience != AUDIENCE_NONE &&
        !token_may_go(hosts, request->audience, text, &url))
        return err_set(err, ERR_DENIED,
                       _("The token for %s is not sent to %.*s, which is not "
                         "its host."),
                       audience_name(request->audience), STR_ARG(url.host));
    *out = arena_textn(arena, text.at, text.len);
    return true;
}
