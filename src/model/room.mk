# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += src/libmodel.a
src_libmodel_a_SOURCES = \
	src/model/alias.c src/model/alias.h \
	src/model/approval.c src/model/approval.h \
	src/model/audit.c src/model/audit.h \
	src/model/audit_chain.c src/model/audit_chain.h \
	src/model/audit_text.c src/model/audit_text.h \
	src/model/bloburl.c src/model/bloburl.h \
	src/model/canon_part.c \
	src/model/canon.c src/model/canon.h \
	src/model/catalogue.c src/model/check.c \
	src/model/codec.c src/model/codec.h \
	src/model/condition.c src/model/condition.h \
	src/model/containment.h src/model/containment_call.c \
	src/model/containment_param.c src/model/containment_read.c \
	src/model/containment_read.h src/model/containment_render.c \
	src/model/decision.c src/model/decision.h \
	src/model/demand.c src/model/demand.h \
	src/model/effect.c \
	src/model/entity.c \
	src/model/envelope.c src/model/envelope.h \
	src/model/event.c src/model/event.h src/model/event_alert.c \
	src/model/event_posture.c src/model/event_read.c \
	src/model/field.c src/model/field.h \
	src/model/fill.c src/model/fill.h \
	src/model/http.c src/model/http.h \
	src/model/limits.h \
	src/model/look.c src/model/look.h \
	src/model/person.c src/model/person.h \
	src/model/reading.h src/model/resource.c \
	src/model/role.c src/model/role.h \
	src/model/rule.c src/model/rule.h \
	src/model/rule_azure.c src/model/rule_diff.c \
	src/model/rule_diff.h src/model/rule_guards.c \
	src/model/rule_json.c src/model/rule_scope.c \
	src/model/rule_sets.c src/model/rule_sets.h \
	src/model/rule_transition.c \
	src/model/run.c src/model/run.h src/model/run_call.c \
	src/model/spelling.c src/model/spelling.h \
	src/model/suppression.c src/model/suppression.h \
	src/model/target.c \
	src/model/ticket.c src/model/ticket.h
