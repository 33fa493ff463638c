/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * limits.h - every bound on one page.
 *
 * Whatever comes from outside is measured against one of these before memory
 * is taken for it.  A bound is generous where real data has been seen and says
 * why it is what it is; what exceeds one is refused with a message that names
 * the bound, never cut silently.  Sizes are in bytes, times in milliseconds.
 *
 * This is the one header of model/ that util/ may include: it is numbers only,
 * and a second page of bounds would be one too many.
 */
#ifndef RIPOSTE_MODEL_LIMITS_H
#define RIPOSTE_MODEL_LIMITS_H

#define LIMIT_KIB 1024
#define LIMIT_MIB (1024 * LIMIT_KIB)

/* JSON.  The deepest alert seen has 9 levels; exported workflows reach 40. */
#define LIMIT_JSON_DEPTH 64
/* One document parsed to a tree, which takes ten times its size in memory. */
#define LIMIT_JSON_TEXT (64 * LIMIT_MIB)
/* Length of the path of a member ("a.b[0].c"): longer is nothing a person
 * writes. */
#define LIMIT_JSON_PATH 1024

/* One event as it came; alerts are 3.5 KiB, incidents up to 300 KiB. */
#define LIMIT_BODY (1 * LIMIT_MIB)
/* What a column shows of one member; the body keeps the whole.  ARM ids have up
 * to 1.5 KiB. */
#define LIMIT_COLUMN (2 * LIMIT_KIB)
/* Answer of a service: a page of 100 incidents. */
#define LIMIT_RESPONSE (32 * LIMIT_MIB)
/* Request that riposte sends: Logic Apps and Graph take no more. */
#define LIMIT_REQUEST (4 * LIMIT_MIB)
/* Inputs or outputs kept of one step: enough to read, not to store a disk. */
#define LIMIT_STEP_BODY (256 * LIMIT_KIB)
/* What a look keeps of the values that it found. */
#define LIMIT_LOOK (64 * LIMIT_KIB)
/* Headers of an answer in all, as web servers and proxies have it. */
#define LIMIT_HEADERS (64 * LIMIT_KIB)
/* URL; callback URLs with a signature have 300, nextLink up to 4 KiB. */
#define LIMIT_URL (8 * LIMIT_KIB)
/* Access token; tokens with many groups reach 8 KiB. */
#define LIMIT_TOKEN (32 * LIMIT_KIB)
/* Redirects followed, polls of a 202, pages of a list: each ends some day. */
#define LIMIT_REDIRECTS 4
#define LIMIT_POLLS     720
#define LIMIT_PAGES     10000
/* Items in one page of a list; services send at most 1000. */
#define LIMIT_PAGE_ITEMS 10000
/* Longest Retry-After obeyed: a day; a larger one is a mistake. */
#define LIMIT_RETRY_AFTER (24 * 3600 * 1000LL)
/* Revisions of a rule that are shown. */
#define LIMIT_REVISIONS 200
/* Attempts for one request, the first included. */
#define LIMIT_ATTEMPTS 10
/* Requests in flight at once, in all and to one host. */
#define LIMIT_IN_FLIGHT      32
#define LIMIT_IN_FLIGHT_HOST 6

/* Files.  A configuration is written by hand. */
#define LIMIT_CONFIG_FILE (1 * LIMIT_MIB)
/* A containment of the catalogue: the largest has 6 KiB. */
#define LIMIT_CATALOGUE_FILE (256 * LIMIT_KIB)
/* Files of that catalogue. */
#define LIMIT_CATALOGUE 512
/* A rule or playbook to be imported; templates with many resources 2 MiB. */
#define LIMIT_IMPORT_FILE (16 * LIMIT_MIB)
/* A scenario of the sandbox. */
#define LIMIT_SCENARIO_FILE (4 * LIMIT_MIB)
/* File of events given by name; it is mapped, so that memory does not grow. */
#define LIMIT_INGEST_FILE (64LL * 1024 * LIMIT_MIB)
/* Names in one directory that file_list() answers. */
#define LIMIT_DIR_NAMES 10000
/* A path in the file system, as PATH_MAX has it. */
#define LIMIT_PATH 4096

/* Secrets: a private key with its chain is 16 KiB. */
#define LIMIT_SECRET (64 * LIMIT_KIB)
/* Time for cmd: to answer; the person may have to touch a key. */
#define LIMIT_SECRET_TIME (60 * 1000)
/* Arguments of a program in the configuration. */
#define LIMIT_ARGUMENTS 64
/* Standard error kept of a program that failed; its first line is shown. */
#define LIMIT_PROC_ERROR (4 * LIMIT_KIB)
/* One line of a child that is asked for one, as for its address. */
#define LIMIT_PROC_LINE (8 * LIMIT_KIB)
/* From SIGTERM to SIGKILL. */
#define LIMIT_PROC_GRACE 2000

/* Queries and rules.  8 KiB is two screens of text. */
#define LIMIT_QUERY_TEXT (8 * LIMIT_KIB)
/* Nesting of parentheses: the parser recurses. */
#define LIMIT_QUERY_DEPTH 64
/* Literals in one in (…); a longer list is a watchlist. */
#define LIMIT_QUERY_LIST 1000
/* Names in a watchlist. */
#define LIMIT_WATCHLIST 100000
/* Files with watchlists, files with saved views. */
#define LIMIT_LISTS 256
/* One line of such a file, and one such file. */
#define LIMIT_LIST_LINE (2 * LIMIT_KIB)
#define LIMIT_LIST_FILE (16 * LIMIT_MIB)
/* Suppressions in force, of riposte's own and of Defender. */
#define LIMIT_SUPPRESSIONS 1000
/* Conditions in the scope of one of Defender's, and values of one of them. */
#define LIMIT_SUPPRESSION_SCOPE  32
#define LIMIT_SUPPRESSION_VALUES 256
/* A regular expression; PCRE2's own limit is far above. */
#define LIMIT_REGEX (1 * LIMIT_KIB)
/* Steps of one match: 10 ms at worst, where a hostile text meets (a+)+. */
#define LIMIT_REGEX_MATCH 200000
/* Memory for backtracking, in KiB. */
#define LIMIT_REGEX_HEAP 4096
/* Rules in a store; Azure allows 1000 in a subscription. */
#define LIMIT_RULES 20000
/* Conditions that are ANDed, and sets of them that are ORed. */
#define LIMIT_CONDITIONS_SET 64
#define LIMIT_SETS           64
/* Simple actions of one rule; the portal allows 3 kinds. */
#define LIMIT_ACTIONS 32
/* Subscriptions, groups, resources and tags in a rule's scope. */
#define LIMIT_SCOPES 1000
/* Quotas, schedules and awaited changes of one rule: a form shows them all. */
#define LIMIT_GUARD_ROWS 16
/* What one quota may allow: so many moments are looked at each time. */
#define LIMIT_QUOTA 10000
/* Dedupe keys and cooldowns in force; the oldest make room. */
#define LIMIT_GUARD_KEYS 1000000

/* Events.  Entities that one event names: an incident has up to 500. */
#define LIMIT_ENTITIES 2000
/* Events in the queue's index. */
#define LIMIT_EVENTS 16000000
/* Events in one transaction of ingest: one disk wait for many. */
#define LIMIT_BATCH 2000
/* Rows that one page of the queue asks of the reader. */
#define LIMIT_ROWS 1000
/* The id of a resource of Azure that is acted upon; its services take less. */
#define LIMIT_RESOURCE_ID (2 * LIMIT_KIB)
/* Marked rows that one command may act upon. */
#define LIMIT_MARKS 100000

/* What a person types.  A name of a rule, view, connector. */
#define LIMIT_NAME 200
/* One field of a form, and a template in it. */
#define LIMIT_FIELD_TEXT (4 * LIMIT_KIB)
/* Fields of one form. */
#define LIMIT_FIELDS 128
/* Justification of an approval, denial, hold. */
#define LIMIT_REASON (1 * LIMIT_KIB)
/* What a record of the audit log says of before, and of after; its texts. */
#define LIMIT_AUDIT_VALUE (4 * LIMIT_KIB)
#define LIMIT_AUDIT_TEXT  (8 * LIMIT_KIB)
/* Records on one page of the audit log. */
#define LIMIT_AUDIT_PAGE 512
/* A note on an event. */
#define LIMIT_NOTE (8 * LIMIT_KIB)

/* Runs.  Steps of one run, loops unrolled. */
#define LIMIT_RUN_STEPS 128
/* Of one run of a playbook, and what one of its actions is answered. */
#define LIMIT_PLAY_STEPS 10000
#define LIMIT_LANE       (4 * LIMIT_MIB)
/* Runs that have not ended; nothing more begins when there are as many. */
#define LIMIT_RUNS 100000
/* Approvals that wait. */
#define LIMIT_APPROVALS 10000
/* People that one approval takes, and roles among them. */
#define LIMIT_QUORUM       16
#define LIMIT_DEMAND_ROLES 8
/* Runs that wait for one batch approval: they go on in one transaction. */
#define LIMIT_BATCH_RUNS 1000
/* How long one that ends by itself may last: a year. */
#define LIMIT_TERM (366 * 24 * 3600 * 1000LL)
/* Containments in force. */
#define LIMIT_CONTAINMENTS 100000
/* One expression in it, as long as Logic Apps allow. */
#define LIMIT_EXPR_TEXT (8 * LIMIT_KIB)
/* Calls within calls, and steps into a value: the evaluator recurses. */
#define LIMIT_EXPR_DEPTH 64
/* What one evaluation makes on its way, counted roughly: hundred thousand
 * numbers of range() take 7 MiB. */
#define LIMIT_EXPR_MADE (16 * LIMIT_MIB)
/* Numbers of one range(), as Logic Apps have it. */
#define LIMIT_EXPR_RANGE 100000
/* Workflow definitions.  Actions in one, as Logic Apps have it; how deep they
 * are nested, of which Logic Apps allow 8. */
#define LIMIT_WDL_ACTIONS 500
#define LIMIT_WDL_DEPTH   32
/* Resources of one template, as Azure has it. */
#define LIMIT_PLAYBOOKS 800
/* Items of one loop, as Logic Apps have it; rounds of Until. */
#define LIMIT_WDL_ITEMS  100000
#define LIMIT_WDL_ROUNDS 5000
/* Actions of one run, loops unrolled, and what they keep in all. */
#define LIMIT_WDL_NODES 1000000
#define LIMIT_WDL_KEPT  (64 * LIMIT_MIB)
/* What a run makes and goes through in all, which is time. */
#define LIMIT_WDL_WORK (2048 * UINT64_C(1048576))
/* Rows of the tree of a run that is shown. */
#define LIMIT_WDL_ROWS 20000
/* Retries of one action, as Logic Apps have it. */
#define LIMIT_WDL_RETRIES 90
/* A rendered template: a mail with all the facts. */
#define LIMIT_RENDERED (256 * LIMIT_KIB)
/* Mail addresses in one message. */
#define LIMIT_RECIPIENTS 50

/* Settings.  Sources in one configuration; keys bound anew. */
#define LIMIT_SOURCES    16
#define LIMIT_CONNECTORS 64
#define LIMIT_KEYS       200

/* Threads.  Messages waiting in one channel before it is busy. */
#define LIMIT_CHAN 256

#endif
