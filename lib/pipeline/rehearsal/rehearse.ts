import { randomBytes } from 'node:crypto';

import { type ExplainedError, isExplained } from '../../policy/failures';
import { rowOf } from '../../policy/setup/rehearsal/report';
import type { StepId } from '../../policy/setup/rehearsal/steps';

import { kalturaChild, kalturaConversion, kalturaProof, kalturaPull, kalturaUpload } from './content-looks';
import { zoomChapters, zoomDownload, zoomHead, zoomRefusal, zoomTexts } from './download-looks';
import {
	kalturaCategory,
	kalturaEntry,
	kalturaIndex,
	kalturaPermissions,
	kalturaRemoval,
	kalturaSession,
	kalturaTraces,
} from './kaltura-looks';
import { zoomGroups, zoomPerson, zoomPersonPlan, zoomPersonWrite } from './people-looks';
import {
	factsOf,
	type Look,
	Rehearsal,
	type RehearsalClients,
	type RehearsalState,
	type RehearsalWishes,
	seconds,
} from './rehearsal';
import { kalturaAssignment, kalturaAttachment, kalturaCaption } from './text-looks';
import { removeOwn } from './traces';
import { zoomListing, zoomReading, zoomScopes, zoomToken } from './zoom-looks';

/** What is done in one go; in between it is noted how far the rehearsal is. Everything that writes to Kaltura stands together. */
const PARTS: ReadonlyArray<Partial<Record<StepId, Look>>> = [
	{ 'zoom-token': zoomToken, 'zoom-scopes': zoomScopes, 'zoom-listing': zoomListing, 'zoom-reading': zoomReading },
	{
		'zoom-download': zoomDownload,
		'zoom-head': zoomHead,
		'zoom-refusal': zoomRefusal,
		'zoom-texts': zoomTexts,
		'zoom-chapters': zoomChapters,
	},
	{
		'zoom-person': zoomPerson,
		'zoom-groups': zoomGroups,
		'zoom-person-plan': zoomPersonPlan,
		'zoom-person-write': zoomPersonWrite,
	},
	{
		'kaltura-session': kalturaSession,
		'kaltura-permissions': kalturaPermissions,
		'kaltura-traces': kalturaTraces,
		'kaltura-category': kalturaCategory,
	},
	{ 'kaltura-entry': kalturaEntry, 'kaltura-index': kalturaIndex },
	{ 'kaltura-pull': kalturaPull, 'kaltura-conversion': kalturaConversion },
	{ 'kaltura-child': kalturaChild, 'kaltura-upload': kalturaUpload },
	{
		'kaltura-caption': kalturaCaption,
		'kaltura-attachment': kalturaAttachment,
		'kaltura-assignment': kalturaAssignment,
		'kaltura-proof': kalturaProof,
		'kaltura-removal': kalturaRemoval,
	},
];

/** All steps, in the order in which they are done. */
export const STEP_ORDER = PARTS.flatMap((part) => Object.keys(part) as StepId[]);

export function beginning(): RehearsalState {
	return { run: randomBytes(4).toString('hex'), part: 0, rows: [] };
}

export const isOver = ({ part }: RehearsalState): boolean => part >= PARTS.length;

/** A second rehearsal would take the entries of the first for left ones, and remove them. */
export class UnderWayError extends Error implements ExplainedError {
	readonly vendor = 'input';
	readonly code = 'UNDER_WAY';
	readonly retryable = true;
	readonly remedy =
		'Wait until it has ended; the live page shows how far it is. If it was stopped, or its n8n was, choose "Rehearse: the one before was stopped": what it left is removed first.';

	constructor() {
		super('Another rehearsal is under way, so this one did nothing.');
		this.name = 'UnderWayError';
	}
}

/**
 * The next part of the rehearsal. A step that fails says so and the next one is tried; only a stop, or a fault of ours, ends
 * it, and then what it made in Kaltura is removed first. What a killed run leaves, the next one removes.
 * @returns what the next part goes on with
 */
export async function rehearsePart(
	clients: RehearsalClients,
	wishes: RehearsalWishes,
	before: RehearsalState,
): Promise<RehearsalState> {
	const state: RehearsalState = { ...before, rows: [...before.rows] };
	await lookAtAll(new Rehearsal(clients, wishes, state)).catch(async (error: Error) => {
		await removeOwn(clients.kaltura, state);
		return await Promise.reject(error);
	});
	return { ...state, part: state.part + 1 };
}

async function lookAtAll(run: Rehearsal): Promise<void> {
	const { state, signal } = run;
	for (const [step, look] of Object.entries(PARTS[state.part] ?? {}) as Array<[StepId, Look]>) {
		signal?.throwIfAborted();
		const since = performance.now();
		run.detail = '';
		const facts = await look(run).catch((error: Error) => {
			signal?.throwIfAborted();
			if (!isExplained(error)) return Promise.reject(error);
			run.detail = `${error.message} ${error.remedy}`;
			return factsOf(error);
		});
		state.rows.push(rowOf(step, facts, seconds(since), run.detail));
	}
}
