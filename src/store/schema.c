/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * schema.c - the numbered migrations.  Never change one that was released:
 * add the next.
 */
#include "model/approval.h"
#include "model/containment.h"
#include "model/decision.h"
#include "model/look.h"
#include "model/rule.h"
#include "model/run.h"
#include "model/suppression.h"
#include "store/events.h"
#include "store/internal.h"

/* Numbers of states that stand in indexes and statements of this room. */
_Static_assert(EVENT_STANDING == 64 && EVENT_PENDING == 32, "flags of events");
_Static_assert(RUN_WAITING == 0 && RUN_RUNNING == 1, "open runs and steps");
_Static_assert(RUN_SUCCEEDED == 2 && RUN_UNKNOWN == 7,
               "how long a run takes; steps that can be settled");
_Static_assert(JOURNAL_PLANNED == 0 && PHASE_VERIFY == 4 && PHASE_UNDONE == 6,
               "steps that hold lets go on");
_Static_assert(APPROVAL_PENDING == 0 && APPROVAL_APPROVED == 1 &&
                   APPROVAL_DENIED == 2,
               "approvals that wait");
_Static_assert(TOLD_ASKED == 1 && TOLD_WARNED == 2 && TOLD_ESCALATED == 4 &&
                   TOLD_RAISED == 8,
               "approvals that are to be told of");
_Static_assert(EFFECT_REQUESTED == 0 && EFFECT_ACCEPTED == 1 &&
                   EFFECT_OBSERVED == 2 && EFFECT_UNKNOWN == 4 &&
                   EFFECT_UNDOING == 5,
               "containments in force");
_Static_assert(RUN_FAILED == 3 && RUN_SKIPPED == 4 && RUN_CANCELLED == 6 &&
                   EFFECT_FAILED == 3 && EFFECT_UNDONE == 6,
               "what was done with break-glass and is so no more");
_Static_assert(DRIFT_GONE == 2, "containments that are no longer so");
_Static_assert(LOOK_WANTED == 0, "looks that are asked for");
_Static_assert(SUPPRESSION_DEFENDER == 1, "suppressions of Defender");
_Static_assert(DECISION_FIRED == 0 && DECISION_QUOTA == 13 &&
                   DECISION_PROTECTED == 15,
               "decisions that fired");
_Static_assert(DECISION_AGE == 7 && DECISION_IGNORED == 16 &&
                   DECISION_REASON_N == 17 && RULE_SHADOW == 1 &&
                   RULE_APPROVE == 2 && EVENT_SAMPLE == 1,
               "what figures count");

/* What is written down once stays as it is: the triggers keep honest programs
 * from changing it, the seals show what others did.  The head is the record
 * that the next one follows. */
#define AUDIT                                                                  \
    "CREATE TABLE audit("                                                      \
    " seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, who TEXT NOT NULL,"      \
    " role TEXT NOT NULL, uid INTEGER NOT NULL, verb TEXT NOT NULL,"           \
    " object TEXT NOT NULL, event INTEGER NOT NULL, why TEXT NOT NULL,"        \
    " before TEXT NOT NULL, after TEXT NOT NULL, request TEXT NOT NULL,"       \
    " host TEXT NOT NULL, pid INTEGER NOT NULL, epoch INTEGER NOT NULL,"       \
    " key TEXT NOT NULL, prev BLOB NOT NULL, mac BLOB NOT NULL);"              \
    "CREATE INDEX audit_event ON audit(event) WHERE event <> 0;"               \
    "CREATE TABLE audit_head("                                                 \
    " one INTEGER PRIMARY KEY CHECK(one = 1), seq INTEGER NOT NULL,"           \
    " mac BLOB NOT NULL);"                                                     \
    "CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN"                  \
    " SELECT RAISE(ABORT, 'records of the audit log are never deleted');"      \
    " END;"                                                                    \
    "CREATE TRIGGER audit_is BEFORE UPDATE ON audit BEGIN"                     \
    " SELECT RAISE(ABORT, 'records of the audit log are never changed');"      \
    " END;"

/* Times are milliseconds since 1970; texts of the event table are numbers of
 * terms; 64 is EVENT_STANDING.  A body says which dictionary it was packed
 * with.  A row has one change at most, the newest. */
static const char *const first[] = {
    "CREATE TABLE term(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE event("
    " row INTEGER PRIMARY KEY, kind INTEGER NOT NULL,"
    " severity INTEGER NOT NULL, time INTEGER NOT NULL,"
    " arrived INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " acknowledged INTEGER NOT NULL, automation INTEGER NOT NULL,"
    " flags INTEGER NOT NULL, title INTEGER NOT NULL, type INTEGER NOT NULL,"
    " status INTEGER NOT NULL, resource INTEGER NOT NULL,"
    " entity INTEGER NOT NULL, tactic INTEGER NOT NULL,"
    " product INTEGER NOT NULL, source INTEGER NOT NULL,"
    " owner INTEGER NOT NULL, closing INTEGER NOT NULL,"
    " tags INTEGER NOT NULL);"
    "CREATE INDEX event_time ON event(time) WHERE flags & 64 = 0;"
    "CREATE TABLE event_key("
    " key TEXT PRIMARY KEY, row INTEGER NOT NULL, digest INTEGER NOT NULL"
    ") WITHOUT ROWID;"
    "CREATE TABLE body("
    " row INTEGER PRIMARY KEY, dictionary INTEGER NOT NULL,"
    " packed BLOB NOT NULL);"
    "CREATE TABLE dictionary(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);"
    "CREATE TABLE change("
    " seq INTEGER PRIMARY KEY AUTOINCREMENT, row INTEGER NOT NULL UNIQUE);",

    "CREATE TABLE rule("
    " row INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE,"
    " place INTEGER NOT NULL, revision INTEGER NOT NULL,"
    " removed INTEGER NOT NULL);"
    "CREATE UNIQUE INDEX rule_name ON rule(name) WHERE removed = 0;"
    "CREATE TABLE rule_revision("
    " rule INTEGER NOT NULL, revision INTEGER NOT NULL,"
    " saved INTEGER NOT NULL, editor TEXT NOT NULL, json TEXT NOT NULL,"
    " PRIMARY KEY(rule, revision)) WITHOUT ROWID;"
    "CREATE TABLE decision("
    " row INTEGER PRIMARY KEY, event INTEGER NOT NULL, rule INTEGER NOT NULL,"
    " revision INTEGER NOT NULL, time INTEGER NOT NULL,"
    " reason INTEGER NOT NULL, run INTEGER NOT NULL, mode INTEGER NOT NULL,"
    " text TEXT NOT NULL);"
    "CREATE INDEX decision_event ON decision(event);"
    "CREATE INDEX decision_rule ON decision(rule, time, reason);"
    "CREATE INDEX decision_fired ON decision(rule, time) WHERE reason = 0;"
    "CREATE TABLE guard("
    " rule INTEGER NOT NULL, key TEXT NOT NULL, time INTEGER NOT NULL,"
    " run INTEGER NOT NULL, PRIMARY KEY(rule, key)) WITHOUT ROWID;",

    "CREATE TABLE run("
    " row INTEGER PRIMARY KEY, event INTEGER NOT NULL, rule INTEGER NOT NULL,"
    " revision INTEGER NOT NULL, effect INTEGER NOT NULL, name TEXT NOT NULL,"
    " by TEXT NOT NULL, why TEXT NOT NULL, mode INTEGER NOT NULL,"
    " state INTEGER NOT NULL, began INTEGER NOT NULL,"
    " ended INTEGER NOT NULL, origin INTEGER NOT NULL DEFAULT 0,"
    " attempt INTEGER NOT NULL DEFAULT 0, told INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX run_event ON run(event);"
    "CREATE INDEX run_origin ON run(origin) WHERE origin <> 0;"
    "CREATE INDEX run_usual ON run(rule, ended) WHERE state = 2;"
    "CREATE INDEX run_told ON run(told) WHERE told <> 0;"
    "CREATE INDEX run_open ON run(row) WHERE state IN (0, 1);"
    "CREATE TABLE step("
    " row INTEGER PRIMARY KEY, run INTEGER NOT NULL, number INTEGER NOT NULL,"
    " name TEXT NOT NULL, kind TEXT NOT NULL, phase INTEGER NOT NULL,"
    " class INTEGER NOT NULL, state INTEGER NOT NULL,"
    " journal INTEGER NOT NULL, fields TEXT NOT NULL, key TEXT NOT NULL,"
    " request TEXT NOT NULL, response TEXT NOT NULL,"
    " operation TEXT NOT NULL, attempts INTEGER NOT NULL,"
    " due INTEGER NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL,"
    " give_up INTEGER NOT NULL, note TEXT NOT NULL,"
    " turn INTEGER NOT NULL, learnt TEXT NOT NULL,"
    " changed INTEGER NOT NULL, lost INTEGER NOT NULL,"
    " first INTEGER NOT NULL, auto INTEGER NOT NULL);"
    "CREATE INDEX step_run ON step(run, number);"
    "CREATE INDEX step_open ON step(run, number) WHERE state IN (0, 1);"
    "CREATE INDEX step_due ON step(due, run)"
    " WHERE first = 1 AND state IN (0, 1);"
    /* What hold does not stop, and what it does: store/steps.c. */
    "CREATE INDEX step_free ON step(due, run)"
    " WHERE first = 1 AND state IN (0, 1) AND (auto = 0 OR journal <> 0"
    " OR changed <> 0 OR phase IN (4, 6));"
    "CREATE INDEX step_held ON step(due, run)"
    " WHERE first = 1 AND state IN (0, 1) AND auto = 1 AND journal = 0"
    " AND changed = 0 AND phase NOT IN (4, 6);"
    "CREATE TABLE approval("
    " row INTEGER PRIMARY KEY, run INTEGER NOT NULL, event INTEGER NOT NULL,"
    " rule INTEGER NOT NULL, title TEXT NOT NULL, requester TEXT NOT NULL,"
    " author TEXT NOT NULL, editor TEXT NOT NULL, class INTEGER NOT NULL,"
    " state INTEGER NOT NULL, frozen TEXT NOT NULL, digest TEXT NOT NULL,"
    " asked INTEGER NOT NULL, expires INTEGER NOT NULL,"
    " answered INTEGER NOT NULL, answered_by TEXT NOT NULL,"
    " reason TEXT NOT NULL, demand TEXT NOT NULL DEFAULT '', escalates INTEGER "
    "NOT NULL DEFAULT 0,"
    " glass INTEGER NOT NULL DEFAULT 0, warns INTEGER NOT NULL DEFAULT 0, told "
    "INTEGER NOT NULL DEFAULT 0,"
    " thread TEXT NOT NULL DEFAULT '', seen TEXT NOT NULL DEFAULT '');"
    "CREATE INDEX approval_run ON approval(run);"
    "CREATE INDEX approval_open ON approval(expires) WHERE state = 0;"
    "CREATE INDEX approval_answered ON approval(answered) WHERE state <> 0;"
    "CREATE INDEX approval_glass ON approval(run) WHERE glass = 1;"
    "CREATE TABLE vote("
    " row INTEGER PRIMARY KEY, approval INTEGER NOT NULL,"
    " person TEXT NOT NULL, behalf TEXT NOT NULL, roles TEXT NOT NULL,"
    " yes INTEGER NOT NULL, time INTEGER NOT NULL, reason TEXT NOT NULL,"
    " digest TEXT NOT NULL, seen TEXT NOT NULL,"
    " UNIQUE(approval, digest, person));"
    "CREATE TABLE delegation("
    " row INTEGER PRIMARY KEY, person TEXT NOT NULL, delegate TEXT NOT NULL,"
    " made INTEGER NOT NULL, until INTEGER NOT NULL, why TEXT NOT NULL,"
    " revoked INTEGER NOT NULL, revoked_by TEXT NOT NULL);"
    "CREATE INDEX delegation_open ON delegation(delegate, until)"
    " WHERE revoked = 0;",

    "CREATE TABLE effect("
    " row INTEGER PRIMARY KEY, run INTEGER NOT NULL,"
    " undo_run INTEGER NOT NULL, event INTEGER NOT NULL,"
    " action TEXT NOT NULL, title TEXT NOT NULL,"
    " target TEXT NOT NULL COLLATE NOCASE, by TEXT NOT NULL,"
    " why TEXT NOT NULL, state INTEGER NOT NULL, requested INTEGER NOT NULL,"
    " accepted INTEGER NOT NULL, observed INTEGER NOT NULL,"
    " ended INTEGER NOT NULL, kept TEXT NOT NULL,"
    " left_as TEXT NOT NULL DEFAULT '', until INTEGER NOT NULL DEFAULT 0,"
    " warned INTEGER NOT NULL DEFAULT 0, timer_run INTEGER NOT NULL DEFAULT 0,"
    " changed INTEGER NOT NULL DEFAULT 0, trouble TEXT NOT NULL DEFAULT '',"
    " drift INTEGER NOT NULL DEFAULT 0, drift_since INTEGER NOT NULL DEFAULT 0,"
    " looked INTEGER NOT NULL DEFAULT 0, look_due INTEGER NOT NULL DEFAULT 0,"
    " found TEXT NOT NULL DEFAULT '', seen TEXT NOT NULL DEFAULT '', "
    "settled_by TEXT NOT NULL DEFAULT '');"
    "CREATE INDEX effect_until ON effect(until) WHERE until > 0;"
    "CREATE INDEX effect_look ON effect(look_due) WHERE state = 2;"
    "CREATE INDEX effect_call ON effect(row)"
    " WHERE state = 4 OR changed > 0 OR trouble <> '' OR drift = 2;"
    "CREATE TABLE look("
    " row INTEGER PRIMARY KEY, effect INTEGER NOT NULL,"
    " action TEXT NOT NULL, target TEXT NOT NULL COLLATE NOCASE,"
    " phase INTEGER NOT NULL, by TEXT NOT NULL, state INTEGER NOT NULL,"
    " asked INTEGER NOT NULL, due INTEGER NOT NULL,"
    " attempts INTEGER NOT NULL, seen INTEGER NOT NULL,"
    " found TEXT NOT NULL, trouble TEXT NOT NULL,"
    " parameters TEXT NOT NULL);"
    "CREATE INDEX look_open ON look(due) WHERE state = 0;"
    "CREATE INDEX look_target ON look(target, action, phase, effect);"
    "CREATE INDEX look_seen ON look(seen) WHERE state <> 0;"
    "CREATE INDEX effect_target ON effect(target, action);"
    "CREATE INDEX effect_event ON effect(event);"
    "CREATE INDEX effect_active ON effect(row) WHERE state IN (0, 1, 2, 4, 5);"

    "CREATE TABLE ticket("
    " row INTEGER PRIMARY KEY, run INTEGER NOT NULL, step INTEGER NOT NULL,"
    " event INTEGER NOT NULL, connector TEXT NOT NULL, kind TEXT NOT NULL,"
    " ref TEXT NOT NULL, label TEXT NOT NULL, url TEXT NOT NULL,"
    " state TEXT NOT NULL, made INTEGER NOT NULL, checked INTEGER NOT NULL,"
    " due INTEGER NOT NULL, closed INTEGER NOT NULL,"
    " failures INTEGER NOT NULL, trouble TEXT NOT NULL,"
    " UNIQUE(connector, ref));"
    "CREATE INDEX ticket_event ON ticket(event);"
    "CREATE INDEX ticket_due ON ticket(due) WHERE closed = 0;",

    "CREATE TABLE permit("
    " scope TEXT PRIMARY KEY, identity TEXT NOT NULL,"
    " asked INTEGER NOT NULL, due INTEGER NOT NULL, fault TEXT NOT NULL,"
    " body TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE state(name TEXT PRIMARY KEY, value TEXT NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE TABLE lease("
    " one INTEGER PRIMARY KEY CHECK(one = 1), holder TEXT NOT NULL,"
    " epoch INTEGER NOT NULL, expires INTEGER NOT NULL);" AUDIT,
    NULL,
};

static const char *const suppressions[] = {
    "CREATE TABLE suppression("
    " row INTEGER PRIMARY KEY, place INTEGER NOT NULL,"
    " id TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL,"
    " type TEXT NOT NULL, query TEXT NOT NULL, fault TEXT NOT NULL,"
    " reason TEXT NOT NULL, comment TEXT NOT NULL, state TEXT NOT NULL,"
    " by TEXT NOT NULL, made INTEGER NOT NULL, until INTEGER NOT NULL,"
    " ended INTEGER NOT NULL, ended_by TEXT NOT NULL, hits INTEGER NOT NULL,"
    " last INTEGER NOT NULL, seen INTEGER NOT NULL);"
    "CREATE UNIQUE INDEX suppression_id ON suppression(id) WHERE place = 1;",
    NULL,
};

/* Guards: shadow apart from live, the moments that quotas count, approvals for
 * many runs at once, and the status that riposte itself wrote. */
static const char *const guards[] = {
    "ALTER TABLE guard RENAME TO guard_first;"
    "CREATE TABLE guard("
    " rule INTEGER NOT NULL, live INTEGER NOT NULL, key TEXT NOT NULL,"
    " time INTEGER NOT NULL, run INTEGER NOT NULL, seen INTEGER NOT NULL,"
    " PRIMARY KEY(rule, live, key)) WITHOUT ROWID;"
    "INSERT INTO guard SELECT rule, 1, 't:' || key, time, run, time"
    " FROM guard_first;"
    "INSERT INTO guard SELECT rule, 1, 'k:' || key, time, run, time"
    " FROM guard_first;"
    "DROP TABLE guard_first;"
    "CREATE TABLE moment("
    " row INTEGER PRIMARY KEY, rule INTEGER NOT NULL, live INTEGER NOT NULL,"
    " key TEXT NOT NULL, time INTEGER NOT NULL, run INTEGER NOT NULL);"
    "CREATE INDEX moment_time ON moment(rule, live, key, time);"
    "DROP INDEX decision_fired;"
    "CREATE INDEX decision_fired ON decision(rule, time)"
    " WHERE reason IN (0, 13, 14, 15);",

    "CREATE TABLE batch("
    " approval INTEGER NOT NULL, run INTEGER NOT NULL,"
    " item TEXT NOT NULL, frozen TEXT NOT NULL, digest TEXT NOT NULL,"
    " PRIMARY KEY(approval, run)) WITHOUT ROWID;"
    "CREATE INDEX batch_run ON batch(run, approval);",

    "CREATE TABLE wrote("
    " event INTEGER PRIMARY KEY, status TEXT NOT NULL);",
    NULL,
};

/* Figures of a period, each from an index that holds all it takes. */
static const char *const figures[] = {
    "DROP INDEX event_time;"
    "CREATE INDEX event_time ON event(time, row, severity, flags)"
    " WHERE flags & 64 = 0;"
    "CREATE INDEX event_closed ON event(time, closing, flags)"
    " WHERE closing <> 0;"
    "CREATE INDEX decision_matched ON decision(rule, time, reason, mode)"
    " WHERE reason IN (0, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);"
    "CREATE INDEX run_began ON run(began, rule, state, mode, event);"
    "CREATE INDEX approval_asked ON approval(asked, rule, state, answered);"
    "CREATE INDEX effect_requested ON effect(requested);"
    "CREATE INDEX audit_time ON audit(time) WHERE event <> 0;",
    NULL,
};

/* Workflows that were taken in. */
static const char *const playbooks[] = {
    "CREATE TABLE playbook("
    " row INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE,"
    " mode INTEGER NOT NULL, saved INTEGER NOT NULL, editor TEXT NOT NULL,"
    " json TEXT NOT NULL);",
    NULL,
};

/* Playbooks that run.  A lane is one effect of the interpreter: what is asked,
 * and, once it has a place in the order of the answers, what came of it.  The
 * definition that a run goes by stays, whatever becomes of the playbook. */
static const char *const plays[] = {
    "ALTER TABLE playbook ADD COLUMN due INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX playbook_due ON playbook(due) WHERE due > 0;"
    "ALTER TABLE run ADD COLUMN playbook TEXT NOT NULL DEFAULT '';"
    "CREATE INDEX run_playbook ON run(playbook, row) WHERE playbook <> '';"
    "ALTER TABLE step ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE approval ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE definition("
    " row INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE,"
    " json TEXT NOT NULL);"
    "CREATE TABLE play("
    " run INTEGER PRIMARY KEY, definition INTEGER NOT NULL,"
    " editor TEXT NOT NULL, began INTEGER NOT NULL, seed TEXT NOT NULL,"
    " given TEXT NOT NULL, parent INTEGER NOT NULL, code TEXT NOT NULL,"
    " error TEXT NOT NULL, response TEXT NOT NULL);"
    "CREATE INDEX play_definition ON play(definition);"
    "CREATE INDEX play_parent ON play(parent) WHERE parent > 0;"
    "CREATE TABLE lane("
    " run INTEGER NOT NULL, lane INTEGER NOT NULL, place INTEGER NOT NULL,"
    " time INTEGER NOT NULL, state INTEGER NOT NULL, code TEXT NOT NULL,"
    " error TEXT NOT NULL, outputs TEXT NOT NULL, again INTEGER NOT NULL,"
    " retry_after INTEGER NOT NULL, secret INTEGER NOT NULL,"
    " PRIMARY KEY(run, lane)) WITHOUT ROWID;"
    /* What is open, and came last, in a run of ten thousand. */
    "CREATE INDEX lane_place ON lane(run, place);"
    "CREATE INDEX step_lane ON step(run, lane, number);",
    NULL,
};

const char *const *const store_migrations[] = {first,   suppressions, guards,
                                               figures, playbooks,    plays};
const int store_version =
    (int)(sizeof(store_migrations) / sizeof(store_migrations[0]));
