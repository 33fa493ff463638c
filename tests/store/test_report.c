/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures of a period, on a store made by hand: each one known beforehand.
 */
#include "stage.h"

#include "store/internal.h"
#include "store/report.h"
#include "util/when.h"

#define DAY(n) (STAGE_NOW - (n)*WHEN_DAY)
#define RULES  "INSERT INTO rule(row, name, place, revision, removed) VALUES"
#define TERMS  "INSERT INTO term(id, text) VALUES"
#define EVENTS                                                                 \
    "INSERT INTO event(row, kind, severity, time, arrived, changed,"           \
    " acknowledged, automation, flags, title, type, status, resource, entity," \
    " tactic, product, source, owner, closing, tags) SELECT column1, 0,"       \
    " column2, column3, column3 + 1000, 0, 0, 0, column4, 0, 0, 0, 0, 0, 0, "  \
    "0,"                                                                       \
    " 0, 0, column5, 0 FROM (VALUES"
#define DECISIONS                                                              \
    "INSERT INTO decision(event, rule, revision, time, reason, run, mode,"     \
    " text) SELECT column1, column2, 1, column3, column4, 0, column5, ''"      \
    " FROM (VALUES"
#define RUNS                                                                   \
    "INSERT INTO run(row, event, rule, mode, state, began, revision, effect,"  \
    " name, by, why, ended, origin, attempt, told) SELECT column1, column2,"   \
    " column3, column4, column5, column6, 1, 0, '', '', '', 0, 0, 1, 0"        \
    " FROM (VALUES"
#define APPROVALS                                                              \
    "INSERT INTO approval(run, rule, state, asked, answered, event, title,"    \
    " requester, author, editor, class, frozen, digest, expires, answered_by," \
    " reason, demand, escalates, glass, warns, told, thread, seen) SELECT 0,"  \
    " column1, column2, column3, column3 + column4, 0, '', '', '', '', 2, ''," \
    " '', 0, '', '', '', 0, 0, 0, 0, '', '' FROM (VALUES"
#define EFFECTS                                                                \
    "INSERT INTO effect(run, event, by, state, requested, observed, undo_run," \
    " action, title, target, why, accepted, ended, kept, left_as, until,"      \
    " warned, timer_run, changed, trouble, drift, drift_since, looked,"        \
    " look_due, found, seen, settled_by) SELECT column1, column2, column3,"    \
    " column4, column5, column6, 0, '', '', '', '', 0, 0, '', '', 0, 0, 0, 0," \
    " '', 0, 0, 0, 0, '', '', '' FROM (VALUES"
#define DEEDS                                                                  \
    "INSERT INTO audit(time, who, verb, object, event, role, uid, why,"        \
    " before, after, request, host, pid, epoch, key, prev, mac) SELECT"        \
    " column1, column2, column4, '', column3, '', 0, '', '', '', '', '', 0, "  \
    "0,"                                                                       \
    " '', '', '' FROM (VALUES"

/* T is the middle of the period, half a day ago; events reached riposte one
 * second after their time. */
static const char made[] =
    RULES "(1,'one',1,1,0),(2,'two',2,1,0),(3,'gone',3,1,1),(4,'four',4,1,0);"
          "INSERT INTO rule_revision "
          "VALUES(1,1,500,'ann','{}'),(1,2,900,'ann','{}');" TERMS
          "(1,'TruePositive'),(2,'Benign'),(3,'FalsePositive'),(4,'Odd');"
    /* Row, severity, time, flags, closing. */
    EVENTS "(1,4,T,0,1),(2,4,T,0,1),(3,3,T,0,2),(4,2,T,0,3),(5,4,T,0,0),"
          "(6,4,T,0,4),(7,1,T,1,1),(8,4,T,64,0),(9,4,T-86400000,0,1));"
    /* Event, rule, time, reason, mode. */
    DECISIONS "(1,1,T,0,3),(1,1,T+1,0,3),(2,1,T,13,2),(3,1,T,0,1),(4,1,T,8,3),"
          "(4,1,T,9,3),(5,1,T,9,3),(5,1,T,4,3),(6,1,T,16,3),(7,1,T,0,1),"
          "(9,1,T-86400000,0,3),(3,2,T,0,1),(4,2,T,0,1),(1,3,T,0,3));"
    /* Row, event, rule, mode, state, began. */
    RUNS "(1,1,1,3,2,T+4000),(2,2,1,2,3,T+6000),(3,3,1,1,4,T+9000),"
          "(4,1,2,3,2,T+90000),(5,1,0,3,2,T),(6,9,1,3,2,T-86400000));"
    /* Rule, state, asked, took. */
    APPROVALS "(1,1,T,1000),(1,1,T,9000),(1,2,T,5000),(1,3,T,777000),"
          "(1,0,T,0),(0,1,T,60000),(0,4,T,0),(1,1,T-86400000,1));"
    /* Run, event, by, state, requested, observed. */
    EFFECTS "(1,1,'rule one',2,T,T+11000),(1,2,'rule one',6,T,T+21000),"
          "(2,3,'rule one',3,T,0),(0,4,'ann',2,T,T+61000),"
          "(0,5,'ann',5,T,T+31000),(0,5,'ann',0,T,0),"
          "(6,9,'rule one',2,T-86400000,T-80000000));"
    /* Time, who, event, what. */
    DEEDS "(T+500,'ann',1,'ingest'),(T+500,'ann',1,'run begin'),"
          "(T+500,'ann',1,'drill'),(T+500,'ann',1,'run state'),"
          "(T+500,'ann',1,'send'),(T+500,'ann',1,'approval ask'),"
          "(T+2000,'rule one',1,'x'),"
          "(T+31000,'ann',1,'x'),(T+51000,'bob',1,'x'),"
          "(T+3000,'riposte',2,'x'),(T+11000,'bob',2,'x'),"
          "(T-999,'ann',3,'x'),(T+99000,'ann',0,'x'));";

static void make(struct stage *stage)
{
    struct buf sql;

    buf_init(&sql);
    for (const char *c = made; *c != '\0'; c++) {
        if (*c == 'T' && (c[-1] == ',' || c[-1] == '('))
            buf_printf(&sql, "%lld", (long long)(STAGE_NOW - WHEN_DAY / 2));
        else
            buf_char(&sql, *c);
    }
    stage_must(stage, db_script(stage->store->db, sql.at, &stage->err));
    buf_done(&sql);
}

static struct report read_report(struct stage *stage, int64_t rule)
{
    struct report_period period = {DAY(1), STAGE_NOW, rule};
    struct report report;

    stage_must(stage, report_read(stage->store, &period, stage->arena, &report,
                                  &stage->err));
    return report;
}

#define assert_spans(spans, is_n, is_median, is_p90)                           \
    do {                                                                       \
        assert_int_equal((spans).n, is_n);                                     \
        assert_int_equal((spans).median, is_median);                           \
        assert_int_equal((spans).p90, is_p90);                                 \
    } while (0)

static void test_rule(void **state)
{
    struct stage *stage = *state;
    const struct report_figures *f;
    struct report report;

    make(stage);
    report = read_report(stage, 0);
    assert_int_equal(report.n, 5);
    f = &report.rows[1];
    assert_int_equal(f->rule, 1);
    assert_int_equal(f->made, 500);
    assert_false(f->removed);
    assert_int_equal(f->fired, 3);
    assert_int_equal(f->shadowed, 2);
    assert_int_equal(f->held[DECISION_DEDUPE], 1);
    assert_int_equal(f->held[DECISION_COOLDOWN], 2);
    assert_int_equal(f->held[DECISION_IGNORED], 1);
    assert_int_equal(f->held[DECISION_QUOTA], 1);
    assert_int_equal(f->held[DECISION_FIRED], 0);
    assert_int_equal(f->held[DECISION_CONDITION], 0);
    /* An event counts once, a sample not at all. */
    assert_int_equal(f->reviewed[REVIEW_TRUE], 2);
    assert_int_equal(f->reviewed[REVIEW_BENIGN], 1);
    assert_int_equal(f->reviewed[REVIEW_FALSE], 0);
    assert_int_equal(f->approvals[APPROVAL_PENDING], 1);
    assert_int_equal(f->approvals[APPROVAL_APPROVED], 2);
    assert_int_equal(f->approvals[APPROVAL_DENIED], 1);
    assert_int_equal(f->approvals[APPROVAL_EXPIRED], 1);
    assert_spans(f->answers, 3, 5000, 9000);
    assert_int_equal(f->runs[RUN_SUCCEEDED], 1);
    assert_int_equal(f->runs[RUN_FAILED], 1);
    assert_int_equal(f->runs[RUN_SKIPPED], 1);
    assert_int_equal(f->effects[EFFECT_OBSERVED], 1);
    assert_int_equal(f->effects[EFFECT_FAILED], 1);
    assert_int_equal(f->in_force, 2);
    assert_int_equal(f->undone, 1);
    assert_int_equal(report.rows[2].shadowed, 2);
    assert_int_equal(report.rows[2].reviewed[REVIEW_TRUE], 0);
    assert_int_equal(report.rows[2].reviewed[REVIEW_FALSE], 1);
    assert_true(report.rows[3].removed);
    assert_int_equal(report.rows[3].fired, 1);
    assert_int_equal(report.rows[4].last_fired, 0);
    assert_spans(report.rows[4].answers, 0, 0, 0);
}

/* What ended when its time was over is not regretted; what is no longer so is
 * counted while it should be. */
static void test_ends(void **state)
{
    struct stage *stage = *state;
    struct report report;

    make(stage);
    stage_must(stage, db_script(stage->store->db,
                                "UPDATE effect SET timer_run = 7, undo_run = 7"
                                " WHERE state IN (5, 6);"
                                "UPDATE effect SET drift = 2 WHERE state = 2",
                                &stage->err));
    report = read_report(stage, 0);
    assert_int_equal(report.rows[0].undone, 0);
    assert_int_equal(report.rows[0].ended, 1);
    assert_int_equal(report.rows[1].undone, 0);
    assert_int_equal(report.rows[1].ended, 1);
    assert_int_equal(report.rows[1].gone, 1);
    assert_int_equal(report.rows[1].in_force, 2);
}

static void test_all(void **state)
{
    struct stage *stage = *state;
    const struct report_figures *hand;
    struct report report;

    make(stage);
    report = read_report(stage, 0);
    hand = &report.rows[0];
    /* A sample is an event, what stands is not. */
    assert_int_equal(report.events, 7);
    assert_int_equal(report.reviewed[REVIEW_TRUE], 2);
    assert_int_equal(report.reviewed[REVIEW_BENIGN], 1);
    assert_int_equal(report.reviewed[REVIEW_FALSE], 1);
    assert_int_equal(hand->approvals[APPROVAL_APPROVED], 1);
    assert_int_equal(hand->approvals[APPROVAL_CANCELLED], 1);
    assert_spans(hand->answers, 1, 60000, 60000);
    assert_spans(report.answers, 4, 5000, 60000);
    assert_int_equal(hand->runs[RUN_SUCCEEDED], 1);
    assert_int_equal(hand->effects[EFFECT_UNDOING], 1);
    assert_int_equal(hand->in_force, 2);
    assert_int_equal(hand->undone, 1);
    /* The first one to act; clocks that are ahead count as none at all. */
    assert_spans(report.taken_up[BY_PEOPLE], 3, 10000, 30000);
    assert_spans(report.taken_up[BY_RULES], 2, 3000, 5000);
    assert_spans(report.contained[BY_PEOPLE], 2, 30000, 60000);
    assert_spans(report.contained[BY_RULES], 2, 10000, 20000);
}

static void test_one(void **state)
{
    struct stage *stage = *state;
    struct report report;

    make(stage);
    report = read_report(stage, 2);
    assert_int_equal(report.n, 2);
    assert_int_equal(report.rows[0].runs[RUN_SUCCEEDED], 0);
    assert_int_equal(report.rows[1].rule, 2);
    assert_int_equal(report.rows[1].shadowed, 2);
    assert_int_equal(report.rows[1].runs[RUN_SUCCEEDED], 1);
    assert_spans(report.answers, 0, 0, 0);
    assert_spans(report.taken_up[BY_PEOPLE], 1, 0, 0);
    assert_spans(report.taken_up[BY_RULES], 0, 0, 0);
    assert_spans(report.contained[BY_PEOPLE], 1, 60000, 60000);
    assert_spans(report.contained[BY_RULES], 0, 0, 0);
}

static void test_empty(void **state)
{
    struct stage *stage = *state;
    struct report report = read_report(stage, 0);

    assert_int_equal(report.n, 1);
    assert_int_equal(report.events, 0);
    assert_spans(report.answers, 0, 0, 0);
    assert_spans(report.contained[BY_RULES], 0, 0, 0);
}

static void test_parts(void **state)
{
    struct stage *stage = *state;
    struct report_period period = {DAY(2), STAGE_NOW, 0};
    struct report_part *parts;

    make(stage);
    stage_must(stage, report_parts(stage->store, &period, 2, stage->arena,
                                   &parts, &stage->err));
    assert_int_equal(parts[0].count[SEVERITY_HIGH], 1);
    assert_int_equal(parts[1].count[SEVERITY_HIGH], 4);
    assert_int_equal(parts[1].count[SEVERITY_MEDIUM], 1);
    assert_int_equal(parts[1].count[SEVERITY_LOW], 1);
    assert_int_equal(parts[1].count[SEVERITY_INFORMATIONAL], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_rule), STAGE_TEST(test_all),   STAGE_TEST(test_ends),
        STAGE_TEST(test_one),  STAGE_TEST(test_empty), STAGE_TEST(test_parts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
