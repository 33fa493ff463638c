# SPDX-License-Identifier: GPL-3.0-or-later
dist_doc_DATA = NEWS doc/ARCHITECTURE.md doc/FACTS.md doc/HACKING.md \
	doc/adding.md
