import type { Resource } from '../../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';

import { campaignFollow } from './campaign-follow.operation';
import { campaignItems } from './campaign-items.operation';
import { campaignMailed } from './campaign-mailed.operation';
import { campaignPage } from './campaign-page.operation';
import { compare } from './compare.operation';
import { decisionFile } from './decision-file.operation';
import { decisionResults } from './decision-results.operation';
import { describeDecisions } from './describe-decisions.operation';
import { findings } from './findings.operation';
import { metadataPayload } from './metadata-payload.operation';
import { permissions } from './permissions.operation';
import { person } from './person.operation';
import { push } from './push.operation';
import { readDecisions } from './read-decisions.operation';
import { report } from './report.operation';
import { reviewFile } from './review-file.operation';
import { snapshot } from './snapshot.operation';

export const access: Resource<OpenedZoom> = {
	value: 'access',
	name: 'Access',
	operations: [
		snapshot,
		compare,
		findings,
		permissions,
		report,
		person,
		reviewFile,
		readDecisions,
		decisionResults,
		describeDecisions,
		decisionFile,
		campaignItems,
		campaignPage,
		campaignFollow,
		campaignMailed,
		metadataPayload,
		push,
	],
};
