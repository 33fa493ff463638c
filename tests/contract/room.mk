# SPDX-License-Identifier: GPL-3.0-or-later
#
# The contract test needs the npm registry: .ci/run runs it, make check does
# not.

EXTRA_DIST += tests/contract/run.sh tests/contract/front.mjs \
	tests/contract/prepare.mjs \
	tests/contract/package.json \
	tests/data/openapi/README tests/data/openapi/LICENSE.microsoft \
	tests/data/openapi/common/v1/types.json \
	tests/data/openapi/Microsoft.Security/stable/2022-01-01/alerts.json \
	tests/data/openapi/Microsoft.Security/stable/2021-06-01/assessments.json \
	tests/data/openapi/Microsoft.Security/stable/2021-06-01/assessmentMetadata.json \
	tests/data/openapi/Microsoft.Security/preview/2019-01-01-preview/alertsSuppressionRules.json \
	tests/data/openapi/Microsoft.Security/preview/2019-01-01-preview/automations.json \
	tests/data/openapi/Microsoft.Security/preview/2023-12-01-preview/automations.json \
	tests/data/openapi/Microsoft.Security/preview/2019-01-01-preview/regulatoryCompliance.json
