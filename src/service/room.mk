# SPDX-License-Identifier: GPL-3.0-or-later

noinst_LIBRARIES += src/libservice.a
src_libservice_a_SOURCES = \
	src/service/access.c src/service/access.h \
	src/service/anew.c \
	src/service/anew.h \
	src/service/answer.c \
	src/service/answer_audit.c \
	src/service/answer_playbooks.c \
	src/service/answer_trials.c \
	src/service/answers.c \
	src/service/audit.c \
	src/service/audit.h \
	src/service/approve.c \
	src/service/audit_check.c \
	src/service/audit_check.h \
	src/service/audit_export.c \
	src/service/audit_export.h \
	src/service/audit_page.c \
	src/service/audit_page.h \
	src/service/backtest.c \
	src/service/backtest.h \
	src/service/backtest_wish.c \
	src/service/batch.c \
	src/service/batch.h \
	src/service/browse.c \
	src/service/browse.h \
	src/service/checkpoint.c \
	src/service/checkpoint.h \
	src/service/command_line.c \
	src/service/command_line.h \
	src/service/conductor.c \
	src/service/conductor.h \
	src/service/azure.c src/service/azure.h \
	src/service/azure_keep.c src/service/azure_keep.h \
	src/service/azure_part.h \
	src/service/config.c \
	src/service/config.h \
	src/service/config_load.c \
	src/service/config_file.c \
	src/service/config_file.h \
	src/service/config_take.c \
	src/service/contain.c src/service/contain.h \
	src/service/contain_back.c src/service/contain_keep.c \
	src/service/contain_part.h \
	src/service/drift.c src/service/drift.h \
	src/service/engine_status.c \
	src/service/timer.c src/service/timer.h \
	src/service/console.c \
	src/service/console.h \
	src/service/console_part.h \
	src/service/decide.c \
	src/service/decide.h \
	src/service/delegate.c \
	src/service/demanded.c \
	src/service/demanded.h \
	src/service/desk.c \
	src/service/desk.h \
	src/service/desk_part.h \
	src/service/dispatch.c \
	src/service/dispatch.h \
	src/service/dispatch_part.h \
	src/service/doctor.c \
	src/service/doctor.h \
	src/service/doctor_people.c \
	src/service/doctor_part.h \
	src/service/doctor_permits.c \
	src/service/doctor_playbooks.c \
	src/service/drill.c \
	src/service/drill.h \
	src/service/effect_look.c src/service/effect_part.c \
	src/service/effect_part.h src/service/effect.c \
	src/service/event_page.c \
	src/service/eyes.c src/service/eyes.h \
	src/service/exchange.c src/service/exchange.h \
	src/service/filter.c \
	src/service/filter.h \
	src/service/first_page.c \
	src/service/first_page.h \
	src/service/flights.c \
	src/service/flights.h \
	src/service/freeze.c \
	src/service/freeze.h \
	src/service/glass.c \
	src/service/glass.h \
	src/service/govern.c \
	src/service/govern.h \
	src/service/governed.c src/service/governed.h \
	src/service/govern_pages.c \
	src/service/guard_book.c \
	src/service/guard_book.h \
	src/service/hand.c \
	src/service/hand.h \
	src/service/ignores.c \
	src/service/ignores.h \
	src/service/index.c \
	src/service/index.h \
	src/service/ingest.c \
	src/service/ingest.h \
	src/service/ingest_part.h \
	src/service/job.c \
	src/service/job.h \
	src/service/lint.c src/service/lint.h \
	src/service/lint_book.c \
	src/service/local.c src/service/local.h \
	src/service/gallery.c src/service/gallery.h \
	src/service/language.c \
	src/service/language.h \
	src/service/look.c src/service/look.h \
	src/service/looker.c src/service/looker.h \
	src/service/notice.c \
	src/service/notice.h \
	src/service/notice_text.c \
	src/service/notice_text.h \
	src/service/outside.c \
	src/service/outside.h \
	src/service/pass.c \
	src/service/pass.h \
	src/service/health.c src/service/health.h \
	src/service/health_keep.c src/service/health_outside.c \
	src/service/health_part.h \
	src/service/permit_lines.c \
	src/service/permit_poll.c src/service/permit_poll.h \
	src/service/permits.c src/service/permits.h \
	src/service/play.c src/service/play.h \
	src/service/play_again.c src/service/play_clock.c \
	src/service/play_code.c \
	src/service/play_lane.c src/service/play_page.c \
	src/service/play_hide.c src/service/play_keep.c src/service/play_mask.c \
	src/service/play_part.h src/service/play_secret.c \
	src/service/play_start.c src/service/play_step.c \
	src/service/plays.h \
	src/service/playbook_files.c src/service/playbook_lacks.c \
	src/service/playbook_gallery.c \
	src/service/playbooks.c src/service/playbooks.h \
	src/service/poll.c \
	src/service/poll.h \
	src/service/present.c \
	src/service/present.h \
	src/service/preview.c \
	src/service/preview.h \
	src/service/progress.c \
	src/service/progress.h \
	src/service/queue.h \
	src/service/queue_list.c \
	src/service/redo.c \
	src/service/redo.h \
	src/service/reader.c \
	src/service/reader_part.h \
	src/service/revisions.c \
	src/service/revisions.h \
	src/service/remote.c src/service/remote.h \
	src/service/report.c \
	src/service/report.h \
	src/service/report_advice.c \
	src/service/report_facts.c \
	src/service/rule_import.c \
	src/service/rule_pages.c \
	src/service/rulebook.c \
	src/service/rulebook.h \
	src/service/rulebook_part.h \
	src/service/rehearse_given.c src/service/rehearse_given.h \
	src/service/rehearsals.c \
	src/service/rehearsals.h \
	src/service/sample.c \
	src/service/sample.h \
	src/service/sample_fit.c \
	src/service/sample_fit.h \
	src/service/sample_story.c \
	src/service/sight.c \
	src/service/sight.h \
	src/service/simulate.c \
	src/service/simulate.h \
	src/service/story.c \
	src/service/story.h \
	src/service/suppress.c \
	src/service/suppress.h \
	src/service/suppress_page.c \
	src/service/suppress_poll.c \
	src/service/suppress_poll.h \
	src/service/ticket_follow.c \
	src/service/ticket_follow.h \
	src/service/tickets.c \
	src/service/tickets.h \
	src/service/triage.c \
	src/service/triage.h \
	src/service/turns.c \
	src/service/turns.h \
	src/service/view.c \
	src/service/view.h \
	src/service/view_page.c \
	src/service/view_part.h \
	src/service/view_sort.c \
	src/service/view_step.c \
	src/service/views.c \
	src/service/views.h \
	src/service/vote.c \
	src/service/vote.h \
	src/service/watch.c \
	src/service/watch.h \
	src/service/watchlist.c \
	src/service/watchlist.h \
	src/service/watchlist_file.c \
	src/service/watchlist_file.h \
	src/service/worker_effects.c \
	src/service/worker.c
