/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * verbs.h - verbs that have a file of their own, for the table of their noun.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_VERBS_H
#define RIPOSTE_CLI_VERBS_H

#include "cli/cli.h"

bool contain_list(struct call *call, struct err *err);
bool contain_lint(struct call *call, struct err *err);

bool event_ingest(struct call *call, struct err *err);
bool event_show(struct call *call, struct err *err);
bool event_simulate(struct call *call, struct err *err);
bool event_ack(struct call *call, struct err *err);
bool event_status(struct call *call, struct err *err);
bool event_close(struct call *call, struct err *err);
bool event_owner(struct call *call, struct err *err);
bool event_tag_words(const struct call *call, struct err *err);
bool event_tag(struct call *call, struct err *err);
bool event_note(struct call *call, struct err *err);

bool contain_show(struct call *call, struct err *err);
bool contain_undo_verb(struct call *call, struct err *err);
bool contain_release_verb(struct call *call, struct err *err);
bool contain_extend_verb(struct call *call, struct err *err);
bool contain_check_verb(struct call *call, struct err *err);
bool contain_settle_verb(struct call *call, struct err *err);

bool run_cancel_verb(struct call *call, struct err *err);
bool run_resubmit_verb(struct call *call, struct err *err);
bool run_settle_verb(struct call *call, struct err *err);

bool rule_lint_verb(struct call *call, struct err *err);
bool rule_gallery(struct call *call, struct err *err);
bool event_simulate_words(const struct call *call, struct err *err);
bool rule_drill(struct call *call, struct err *err);
bool event_why(struct call *call, struct err *err);
bool rule_import_words(const struct call *call, struct err *err);
bool rule_import_dir(struct call *call, struct err *err);
bool rule_export_words(const struct call *call, struct err *err);
bool rule_export_dir(struct call *call, struct err *err);
bool rule_history(struct call *call, struct err *err);
bool rule_diff_verb(struct call *call, struct err *err);
bool rule_rollback(struct call *call, struct err *err);
bool rule_import(struct call *call, struct err *err);
/* Adds the rules of a file, or those that its automations become. */
bool rule_read_file(struct call *call, const char *file, struct rule ***rules,
                    size_t *n, struct err *err);
bool rule_export(struct call *call, struct err *err);
/* The same for a word that names an automation in Azure. */
bool rule_azure_show(struct call *call, struct err *err);
bool rule_azure_export(struct call *call, struct err *err);
bool rule_azure_switch(struct call *call, bool on, struct err *err);
bool rule_azure_remove(struct call *call, struct err *err);
bool rule_export_azure(struct call *call, struct err *err);
bool rule_validate(struct call *call, struct err *err);
bool rule_test_verb(struct call *call, struct err *err);
bool rule_backtest(struct call *call, struct err *err);
bool rule_why(struct call *call, struct err *err);
bool rule_guards(struct call *call, struct err *err);

bool playbook_import_words(const struct call *call, struct err *err);
bool playbook_gallery_verb(struct call *call, struct err *err);
bool playbook_remote_verb(struct call *call, struct err *err);
bool playbook_import_verb(struct call *call, struct err *err);
bool playbook_run_verb(struct call *call, struct err *err);
bool playbook_rehearse_verb(struct call *call, struct err *err);

#endif
