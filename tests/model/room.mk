# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += tests/data/events

if HAVE_CMOCKA
model_tests = \
	tests/model/test_alias \
	tests/model/test_approval \
	tests/model/test_audit \
	tests/model/test_bloburl \
	tests/model/test_canon \
	tests/model/test_canon_part \
	tests/model/test_catalogue \
	tests/model/test_check \
	tests/model/test_codec \
	tests/model/test_condition \
	tests/model/test_containment_read \
	tests/model/test_decision \
	tests/model/test_demand \
	tests/model/test_effect \
	tests/model/test_entity \
	tests/model/test_envelope \
	tests/model/test_event \
	tests/model/test_event_alert \
	tests/model/test_event_posture \
	tests/model/test_event_read \
	tests/model/test_field \
	tests/model/test_fill \
	tests/model/test_http \
	tests/model/test_look \
	tests/model/test_person \
	tests/model/test_resource \
	tests/model/test_rule \
	tests/model/test_rule_diff \
	tests/model/test_rule_json \
	tests/model/test_run \
	tests/model/test_spelling \
	tests/model/test_suppression \
	tests/model/test_target
check_PROGRAMS += $(model_tests)
TESTS += $(model_tests)
endif

model_test_libs = $(MODEL_LIBS) $(CMOCKA_LIBS)
model_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)

tests_model_test_alias_SOURCES = tests/model/test_alias.c tests/model/help.h
tests_model_test_alias_CFLAGS = $(model_test_cflags)
tests_model_test_alias_LDADD = $(model_test_libs)

tests_model_test_approval_SOURCES = tests/model/test_approval.c tests/model/help.h
tests_model_test_approval_CFLAGS = $(model_test_cflags)
tests_model_test_approval_LDADD = $(model_test_libs)
tests_model_test_audit_SOURCES = tests/model/test_audit.c tests/model/help.h
tests_model_test_audit_CFLAGS = $(model_test_cflags)
tests_model_test_audit_LDADD = $(model_test_libs)

tests_model_test_canon_part_SOURCES = tests/model/test_canon_part.c
tests_model_test_canon_part_CFLAGS = $(model_test_cflags)
tests_model_test_canon_part_LDADD = $(model_test_libs)

tests_model_test_canon_SOURCES = tests/model/test_canon.c
tests_model_test_canon_CFLAGS = $(model_test_cflags)
tests_model_test_canon_LDADD = $(model_test_libs)

tests_model_test_catalogue_SOURCES = tests/model/test_catalogue.c tests/model/help.h
tests_model_test_catalogue_CFLAGS = $(model_test_cflags)
tests_model_test_catalogue_LDADD = $(model_test_libs)

tests_model_test_check_SOURCES = tests/model/test_check.c tests/model/help.h
tests_model_test_check_CFLAGS = $(model_test_cflags)
tests_model_test_check_LDADD = $(model_test_libs)

tests_model_test_codec_SOURCES = tests/model/test_codec.c tests/model/help.h
tests_model_test_codec_CFLAGS = $(model_test_cflags)
tests_model_test_codec_LDADD = $(model_test_libs)

tests_model_test_condition_SOURCES = tests/model/test_condition.c tests/model/help.h
tests_model_test_condition_CFLAGS = $(model_test_cflags)
tests_model_test_condition_LDADD = $(model_test_libs)

tests_model_test_containment_read_SOURCES = tests/model/test_containment_read.c tests/model/help.h
tests_model_test_containment_read_CFLAGS = $(model_test_cflags)
tests_model_test_containment_read_LDADD = $(model_test_libs)

tests_model_test_demand_SOURCES = tests/model/test_demand.c tests/model/help.h
tests_model_test_demand_CFLAGS = $(model_test_cflags)
tests_model_test_demand_LDADD = $(model_test_libs)

tests_model_test_decision_SOURCES = tests/model/test_decision.c tests/model/help.h
tests_model_test_decision_CFLAGS = $(model_test_cflags)
tests_model_test_decision_LDADD = $(model_test_libs)

tests_model_test_effect_SOURCES = tests/model/test_effect.c tests/model/help.h
tests_model_test_effect_CFLAGS = $(model_test_cflags)
tests_model_test_effect_LDADD = $(model_test_libs)

tests_model_test_entity_SOURCES = tests/model/test_entity.c tests/model/help.h
tests_model_test_entity_CFLAGS = $(model_test_cflags)
tests_model_test_entity_LDADD = $(model_test_libs)

tests_model_test_envelope_SOURCES = tests/model/test_envelope.c tests/model/help.h
tests_model_test_envelope_CFLAGS = $(model_test_cflags)
tests_model_test_envelope_LDADD = $(model_test_libs)

tests_model_test_event_SOURCES = tests/model/test_event.c tests/model/help.h
tests_model_test_event_CFLAGS = $(model_test_cflags)
tests_model_test_event_LDADD = $(model_test_libs)

tests_model_test_event_alert_SOURCES = tests/model/test_event_alert.c tests/model/help.h
tests_model_test_event_alert_CFLAGS = $(model_test_cflags)
tests_model_test_event_alert_LDADD = $(model_test_libs)

tests_model_test_event_posture_SOURCES = tests/model/test_event_posture.c tests/model/help.h
tests_model_test_event_posture_CFLAGS = $(model_test_cflags)
tests_model_test_event_posture_LDADD = $(model_test_libs)

tests_model_test_event_read_SOURCES = tests/model/test_event_read.c tests/model/help.h
tests_model_test_event_read_CFLAGS = $(model_test_cflags)
tests_model_test_event_read_LDADD = $(model_test_libs)

tests_model_test_field_SOURCES = tests/model/test_field.c tests/model/help.h
tests_model_test_field_CFLAGS = $(model_test_cflags)
tests_model_test_field_LDADD = $(model_test_libs)

tests_model_test_fill_SOURCES = tests/model/test_fill.c tests/model/help.h
tests_model_test_fill_CFLAGS = $(model_test_cflags)
tests_model_test_fill_LDADD = $(model_test_libs)

tests_model_test_http_SOURCES = tests/model/test_http.c tests/model/help.h
tests_model_test_http_CFLAGS = $(model_test_cflags)
tests_model_test_http_LDADD = $(model_test_libs)

tests_model_test_look_SOURCES = tests/model/test_look.c tests/model/help.h
tests_model_test_look_CFLAGS = $(model_test_cflags)
tests_model_test_look_LDADD = $(model_test_libs)

tests_model_test_person_SOURCES = tests/model/test_person.c tests/model/help.h
tests_model_test_person_CFLAGS = $(model_test_cflags)
tests_model_test_person_LDADD = $(model_test_libs)

tests_model_test_resource_SOURCES = tests/model/test_resource.c tests/model/help.h
tests_model_test_resource_CFLAGS = $(model_test_cflags)
tests_model_test_resource_LDADD = $(model_test_libs)

tests_model_test_rule_SOURCES = tests/model/test_rule.c tests/model/help.h
tests_model_test_rule_CFLAGS = $(model_test_cflags)
tests_model_test_rule_LDADD = $(model_test_libs)

tests_model_test_rule_diff_SOURCES = tests/model/test_rule_diff.c tests/model/help.h
tests_model_test_rule_diff_CFLAGS = $(model_test_cflags)
tests_model_test_rule_diff_LDADD = $(model_test_libs)

tests_model_test_rule_json_SOURCES = tests/model/test_rule_json.c tests/model/help.h
tests_model_test_rule_json_CFLAGS = $(model_test_cflags)
tests_model_test_rule_json_LDADD = $(model_test_libs)

tests_model_test_run_SOURCES = tests/model/test_run.c tests/model/help.h
tests_model_test_run_CFLAGS = $(model_test_cflags)
tests_model_test_run_LDADD = $(model_test_libs)

tests_model_test_spelling_SOURCES = tests/model/test_spelling.c tests/model/help.h
tests_model_test_spelling_CFLAGS = $(model_test_cflags)
tests_model_test_spelling_LDADD = $(model_test_libs)
tests_model_test_suppression_SOURCES = tests/model/test_suppression.c tests/model/help.h
tests_model_test_suppression_CFLAGS = $(model_test_cflags)
tests_model_test_suppression_LDADD = $(model_test_libs)

tests_model_test_bloburl_SOURCES = tests/model/test_bloburl.c tests/model/help.h
tests_model_test_bloburl_CFLAGS = $(model_test_cflags)
tests_model_test_bloburl_LDADD = $(model_test_libs)

tests_model_test_target_SOURCES = tests/model/test_target.c tests/model/help.h
tests_model_test_target_CFLAGS = $(model_test_cflags)
tests_model_test_target_LDADD = $(model_test_libs)
