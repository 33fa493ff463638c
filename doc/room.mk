# SPDX-License-Identifier: GPL-3.0-or-later
dist_doc_DATA = NEWS README doc/ARCHITECTURE.md doc/FACTS.md doc/HACKING.md doc/audit.md \
	doc/adding.md doc/playbooks.md
dist_man_MANS += doc/riposte.1 doc/riposte-sandbox.1 doc/riposte.conf.5
