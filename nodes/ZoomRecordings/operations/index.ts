import type { Resource } from '../../../lib/n8n/operation';
import type { OpenedZoom } from '../../../lib/n8n/zoom';
import { account } from '../../../lib/n8n/zoom-account';

import { chooseWindow } from './choose-window.operation';
import { cleanUp } from './clean-up.operation';
import { countOutcomes } from './count-outcomes.operation';
import { deletePermanently } from './delete.operation';
import { download } from './download.operation';
import { estimate } from './estimate.operation';
import { get } from './get.operation';
import { getMany } from './get-many.operation';
import { getPeople } from './get-people.operation';
import { getTranscript } from './get-transcript.operation';
import { planCleanup } from './plan-cleanup.operation';
import { planListing } from './plan-listing.operation';
import { recover } from './recover.operation';
import { sumUpWindows } from './sum-up-windows.operation';
import { trash } from './trash.operation';

/** Every resource of the node; the first is the one of nodes that were saved before there was a second. */
export const resources: Array<Resource<OpenedZoom>> = [
	{
		value: 'recording',
		name: 'Recording',
		operations: [
			get,
			getMany,
			getPeople,
			getTranscript,
			download,
			planListing,
			estimate,
			chooseWindow,
			countOutcomes,
			sumUpWindows,
			planCleanup,
			cleanUp,
			trash,
			deletePermanently,
			recover,
		],
	},
	account,
];
