/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/outside.h"

bool outside_configure(const struct config *config, struct gate_config *out,
                       struct err *err)
{
    enum cloud cloud = CLOUD_PUBLIC;

    cloud_parse(str_of(config->cloud), &cloud);
    hosts_init(&out->hosts, cloud);
    for (size_t i = 0; i < config->n_hosts; i++) {
        if (!hosts_set(&out->hosts, config->hosts[i].name,
                       config->hosts[i].value, err))
            return false;
    }
    out->identity = (struct token_config){
        .identity = config->identity,
        .tenant = config->tenant,
        .client_id = config->client_id,
        .client_secret = config->client_secret,
        .token_file = config->token_file,
    };
    out->wire = (struct wire_config){
        .ca_file = config->ca_file,
        .proxy = config->proxy,
        .agent = "riposte",
        .per_host = config->per_host,
    };
    out->mail = (struct mail_server){
        .url = config->mail_server,
        .from = config->mail_from,
        .user = config->mail_user,
        .password = config->mail_password,
        .starttls = config->mail_starttls,
    };
    return *out->mail.url == '\0' || mail_server_check(&out->mail, err) ||
           err_prefix(err, "mail");
}
