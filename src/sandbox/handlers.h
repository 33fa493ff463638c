/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * handlers.h - the tables of routes, one for each file of handlers.
 *
 * Thread: any; all is constant.
 */
#ifndef RIPOSTE_SANDBOX_HANDLERS_H
#define RIPOSTE_SANDBOX_HANDLERS_H

#include "sandbox/route.h"

extern const struct route_table suppress_routes;       /* suppress.c */
extern const struct route_table control_routes;        /* control.c */
extern const struct route_table token_routes;          /* token.c */
extern const struct route_table alerts_routes;         /* alert_calls.c */
extern const struct route_table assess_routes;         /* assess.c */
extern const struct route_table comply_routes;         /* comply.c */
extern const struct route_table graph_routes;          /* graph.c */
extern const struct route_table sites_routes;          /* sites.c */
extern const struct route_table permissions_routes;    /* permissions.c */
extern const struct route_table risky_routes;          /* risky.c */
extern const struct route_table endpoint_routes;       /* endpoint.c */
extern const struct route_table endpoint_act_routes;   /* endpoint_act.c */
extern const struct route_table vault_routes;          /* vault.c */
extern const struct route_table blob_part_routes;      /* blob_part.c */
extern const struct route_table blob_routes;           /* blob.c */
extern const struct route_table roles_routes;          /* roles.c */
extern const struct route_table tags_routes;           /* tags.c */
extern const struct route_table ops_routes;            /* ops.c */
extern const struct route_table logic_routes;          /* logic.c */
extern const struct route_table logic_run_routes;      /* logic_run.c */
extern const struct route_table flow_routes;           /* flow.c */
extern const struct route_table function_routes;       /* function.c */
extern const struct route_table runbook_routes;        /* runbook.c */
extern const struct route_table tickets_routes;        /* tickets.c */
extern const struct route_table servicenow_routes;     /* servicenow.c */
extern const struct route_table jira_routes;           /* jira.c */
extern const struct route_table teams_routes;          /* teams.c */
extern const struct route_table slack_routes;          /* slack.c */
extern const struct route_table pagerduty_routes;      /* pagerduty.c */
extern const struct route_table automations_routes;    /* automations.c */
extern const struct route_table resource_graph_routes; /* resource_graph.c */
extern const struct route_table logs_routes;           /* logs.c */
extern const struct route_table table_routes;          /* table.c */
extern const struct route_table devops_routes;         /* devops.c */
extern const struct route_table arm_routes;            /* arm.c */

#endif
