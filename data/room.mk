# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is installed beside the programs: one directory for each kind, so that
# file_data("scenarios/shop.json") finds the same names in both trees.

scenariosdir = $(pkgdatadir)/scenarios
dist_scenarios_DATA = data/scenarios/shop.json

sandboxdatadir = $(pkgdatadir)/sandbox
dist_sandboxdata_DATA = data/sandbox/estate.json data/sandbox/posture.json

containmentdir = $(pkgdatadir)/containment
dist_containment_DATA = \
	data/containment/storage-public-off.json \
	data/containment/user-disable.json \
	data/containment/vm-deallocate.json

rulesdir = $(pkgdatadir)/rules
dist_rules_DATA = data/rules/demo-shop.json

# Where bash-completion looks by itself.
completiondir = $(datadir)/bash-completion/completions
dist_completion_DATA = data/completion/riposte
