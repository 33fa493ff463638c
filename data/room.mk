# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is installed beside the programs: one directory for each kind, so that
# file_data("scenarios/shop.json") finds the same names in both trees.

scenariosdir = $(pkgdatadir)/scenarios
dist_scenarios_DATA = data/scenarios/shop.json

sandboxdatadir = $(pkgdatadir)/sandbox
dist_sandboxdata_DATA = data/sandbox/estate.json data/sandbox/posture.json \
	data/sandbox/automations.json

containmentdir = $(pkgdatadir)/containment
dist_containment_DATA = \
	data/containment/blob-quarantine.json \
	data/containment/endpoint-isolate.json \
	data/containment/keyvault-access-remove.json \
	data/containment/keyvault-public-off.json \
	data/containment/keyvault-secret-disable.json \
	data/containment/lock.json \
	data/containment/machine-collect.json \
	data/containment/machine-isolate.json \
	data/containment/machine-scan.json \
	data/containment/machine-stop-file.json \
	data/containment/role-assignment-remove.json \
	data/containment/sql-public-off.json \
	data/containment/storage-anonymous-off.json \
	data/containment/storage-firewall-deny.json \
	data/containment/storage-public-off.json \
	data/containment/storage-rotate-key.json \
	data/containment/storage-shared-key-off.json \
	data/containment/tag.json \
	data/containment/user-confirm-compromised.json \
	data/containment/user-disable.json \
	data/containment/user-revoke-sessions.json \
	data/containment/vm-deallocate.json \
	data/containment/vm-isolate.json \
	data/containment/vm-power-off.json \
	data/containment/vm-restart.json \
	data/containment/webapp-stop.json

rulesdir = $(pkgdatadir)/rules
dist_rules_DATA = data/rules/demo-shop.json

# Ready to be taken over, each with events that it must and must not fire on.
gallerydir = $(rulesdir)/gallery
dist_gallery_DATA = \
	data/rules/gallery/ai-jailbreak.json \
	data/rules/gallery/anonymous-storage-access.json \
	data/rules/gallery/antimalware-off.json \
	data/rules/gallery/attack-toolkit.json \
	data/rules/gallery/brute-force-attempts.json \
	data/rules/gallery/brute-force-success.json \
	data/rules/gallery/compliance-starts-failing.json \
	data/rules/gallery/crypto-mining.json \
	data/rules/gallery/custom-script-extension.json \
	data/rules/gallery/ddos.json \
	data/rules/gallery/encryption-missing.json \
	data/rules/gallery/exposed-dashboard.json \
	data/rules/gallery/fileless-attack.json \
	data/rules/gallery/impossible-travel.json \
	data/rules/gallery/key-vault-from-tor.json \
	data/rules/gallery/key-vault-volume.json \
	data/rules/gallery/logs-cleared.json \
	data/rules/gallery/malware-upload.json \
	data/rules/gallery/mfa-missing.json \
	data/rules/gallery/public-port-exposed.json \
	data/rules/gallery/reverse-shell.json \
	data/rules/gallery/risky-role-assignment.json \
	data/rules/gallery/severity-raised.json \
	data/rules/gallery/sql-brute-force.json \
	data/rules/gallery/sql-injection.json \
	data/rules/gallery/storage-exfiltration.json \
	data/rules/gallery/storage-from-tor.json

gallerytestsdir = $(rulesdir)/tests
dist_gallerytests_DATA = \
	data/rules/tests/ai-jailbreak.json \
	data/rules/tests/anonymous-storage-access.json \
	data/rules/tests/antimalware-off.json \
	data/rules/tests/attack-toolkit.json \
	data/rules/tests/brute-force-attempts.json \
	data/rules/tests/brute-force-success.json \
	data/rules/tests/compliance-starts-failing.json \
	data/rules/tests/crypto-mining.json \
	data/rules/tests/custom-script-extension.json \
	data/rules/tests/ddos.json \
	data/rules/tests/encryption-missing.json \
	data/rules/tests/exposed-dashboard.json \
	data/rules/tests/fileless-attack.json \
	data/rules/tests/impossible-travel.json \
	data/rules/tests/key-vault-from-tor.json \
	data/rules/tests/key-vault-volume.json \
	data/rules/tests/logs-cleared.json \
	data/rules/tests/malware-upload.json \
	data/rules/tests/mfa-missing.json \
	data/rules/tests/public-port-exposed.json \
	data/rules/tests/reverse-shell.json \
	data/rules/tests/risky-role-assignment.json \
	data/rules/tests/severity-raised.json \
	data/rules/tests/sql-brute-force.json \
	data/rules/tests/sql-injection.json \
	data/rules/tests/storage-exfiltration.json \
	data/rules/tests/storage-from-tor.json

# Ready to be taken over; tests/data/playbooks/ready goes through each.
playbooksdir = $(pkgdatadir)/playbooks
dist_playbooks_DATA = \
	data/playbooks/block-addresses.json \
	data/playbooks/close-storage.json \
	data/playbooks/disable-user.json \
	data/playbooks/enrich.json \
	data/playbooks/isolate-machine.json \
	data/playbooks/lock-down-vault.json \
	data/playbooks/rotate-storage-key.json \
	data/playbooks/snapshot-and-stop.json \
	data/playbooks/ticket-and-ask.json \
	data/playbooks/weekly-unhealthy.json

# Where bash-completion looks by itself.
completiondir = $(datadir)/bash-completion/completions
dist_completion_DATA = data/completion/riposte
