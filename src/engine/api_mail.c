/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_mail.c - the connectors that send mails, and ask by mail.
 */
#include "engine/api.h"
#include "util/text.h"

static const struct api_op outlook_ops[] = {
    {.method = "post",
     .path = "/v2/Mail",
     .title = N_("Send a mail"),
     .class = CLASS_NOTIFY,
     .kind = "mail"},
    {.method = "post",
     .path = "/Mail",
     .title = N_("Send a mail"),
     .class = CLASS_NOTIFY,
     .kind = "mail"},
    {.method = "post",
     .path = "/v2/SharedMailbox/Mail",
     .title = N_("Send a mail from a shared mailbox"),
     .class = CLASS_NOTIFY,
     .kind = "mail"},
    {.method = "post",
     .path = "/SharedMailbox/SendEmail",
     .title = N_("Send a mail from a shared mailbox"),
     .class = CLASS_NOTIFY,
     .kind = "mail"},
    {.method = "",
     .path = "/approvalmail/$subscriptions",
     .title = N_("Ask for approval by mail"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.method = "",
     .path = "/v2/approvalmail/$subscriptions",
     .title = N_("Ask for approval by mail"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.method = "",
     .path = "/mailwithoptions/$subscriptions",
     .title = N_("Ask by mail which option is taken"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.method = "",
     .path = "/v2/mailwithoptions/$subscriptions",
     .title = N_("Ask by mail which option is taken"),
     .class = CLASS_NOTIFY,
     .kind = "approval"},
    {.path = NULL},
};
const struct api api_office365 = {
    .name = "office365", .title = N_("Office 365 Outlook"), .ops = outlook_ops};
const struct api api_outlook = {
    .name = "outlook", .title = N_("Outlook.com"), .ops = outlook_ops};

static const struct api_op sendgrid_ops[] = {
    {.method = "post",
     .path = "/api/mail.send.json",
     .title = N_("Send a mail"),
     .class = CLASS_NOTIFY,
     .kind = "mail"},
    {.method = "post",
     .path = "/v3/mail/send",
     .title = N_("Send a mail"),
     .class = CLASS_NOTIFY,
     .kind = "mail"},
    {.method = "post",
     .path = "/v4/mail/send",
     .title = N_("Send a mail"),
     .class = CLASS_NOTIFY,
     .kind = "mail"},
    {.path = NULL},
};
const struct api api_sendgrid = {
    .name = "sendgrid", .title = N_("SendGrid"), .ops = sendgrid_ops};
