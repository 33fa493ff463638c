/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hosts.h - where each service lives, and what its tokens are asked for.
 *
 * One row for each host of FACTS 1, in three clouds; every host, scope and
 * resource can be replaced by configuration, so that tests and odd clouds need
 * no code.  Nothing else in riposte spells a host.
 *
 * Thread: immutable once set up; share it freely.
 * Memory: plain values; a text handed to hosts_set() is borrowed and must
 * outlive the table.
 */
#ifndef RIPOSTE_CONNECT_HOSTS_H
#define RIPOSTE_CONNECT_HOSTS_H

#include <stdbool.h>

#include "model/http.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/str.h"
#include "util/url.h"

enum cloud { CLOUD_PUBLIC, CLOUD_USGOV, CLOUD_CHINA, CLOUD_N };
bool cloud_parse(struct str text, enum cloud *out);

enum host {
    HOST_LOGIN, /* Entra ID */
    HOST_ARM,
    HOST_GRAPH,
    HOST_ENDPOINT, /* Defender for Endpoint */
    HOST_VAULT,    /* a DNS suffix: "vault.azure.net" */
    HOST_STORAGE,  /* a DNS suffix: "core.windows.net" */
    HOST_FLOW,     /* a DNS suffix: "api.powerplatform.com" */
    HOST_LOGS,     /* queries of Log Analytics */
    HOST_PORTAL,   /* links for people */
    HOST_IMDS,     /* managed identity of a virtual machine */
    HOST_N
};
/* "login", "arm" … as in the file; for the check of riposte.conf(5). */
const char *host_name(enum host host);

struct hosts {
    const char *base[HOST_N];         /* "https://management.azure.com"; NULL:
                                         not in this cloud */
    const char *scope[AUDIENCE_N];    /* v2.0 scope */
    const char *resource[AUDIENCE_N]; /* v1 and managed identity */
};
void hosts_init(struct hosts *hosts, enum cloud cloud);
/* @name is a host ("arm"), or an audience with "_scope" or "_resource"
 * ("graph_scope").  @value is borrowed; empty changes nothing.  ERR_INPUT
 * names the nearest, or says that the URL must be https (http on loopback). */
bool hosts_set(struct hosts *hosts, const char *name, const char *value,
               struct err *err);

/* The origin to which a token of that audience may go; NULL for NONE, for
 * suffixes, and where the cloud does not have the service. */
const char *hosts_base(const struct hosts *hosts, enum audience audience);
/* The absolute URL of a request: a path goes to the host of its audience.
 * The path of a vault or of a storage account begins with its name:
 * "/kv-shop/secrets" is https://kv-shop.vault.azure.net/secrets, or, where the
 * host is a URL, that URL with "/kv-shop/secrets" behind it; "/stshop/…" are
 * the blobs of an account, "/stshop.table/…" its tables.
 * An absolute URL must be https (http: loopback and link-local addresses
 * only), and with a token on the host of its audience (FACTS 18, trap 7).
 * ERR_INPUT, or ERR_DENIED where the token may not go. */
bool hosts_url(const struct hosts *hosts, const struct request *request,
               struct arena *arena, const char **out, struct err *err);
/* May the token of that audience go to this URL?  Without one: yes. */
bool hosts_token(const struct hosts *hosts, enum audience audience,
                 struct str url);
/* Could it be asked at all?  ERR_INPUT says why not. */
bool hosts_check(struct str url, struct err *err);
/* May this URL be asked without TLS?  Loopback, 169.254.0.0/16. */
bool hosts_near(const struct url *url);

#endif
