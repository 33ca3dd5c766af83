import type { Operation, Resource } from '../../../../lib/n8n/operation';
import type { MediaClients } from '../../clients';

import { applyChange } from './apply-change.operation';
import { checkSetup } from './check-setup.operation';
import { chooseFailed } from './choose-failed.operation';
import { findUnplayedRecordings } from './find-unplayed.operation';
import { importRecording } from './import.operation';
import { lookAfter } from './look-after.operation';
import { planRetriesOfRecordings } from './plan-retries.operation';
import { verify } from './verify.operation';

export const recording: Resource<MediaClients> = {
	value: 'recording',
	name: 'Recording',
	operations: [
		importRecording,
		verify,
		applyChange,
		planRetriesOfRecordings,
		chooseFailed,
		lookAfter,
		findUnplayedRecordings,
		checkSetup,
	],
};

/** Operations that ask neither Kaltura nor Zoom, so that they need no credential. */
export const asksNobody: ReadonlyArray<Operation<MediaClients>> = [planRetriesOfRecordings, chooseFailed];
