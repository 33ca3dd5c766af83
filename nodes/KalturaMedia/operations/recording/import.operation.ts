import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { inBatch } from '../../../../lib/n8n/batch';
import type { Carrier } from '../../../../lib/pipeline/import/carrier';
import { endedItem } from '../../../../lib/n8n/ledger-item';
import { entriesOnceFilled } from '../../../../lib/policy/ledger/known';
import { openCarrier, openMediaConnection } from '../../../../lib/n8n/media-connection';
import type { Operation, OperationCall } from '../../../../lib/n8n/operation';
import { isOnlyTried, readRecordingItem } from '../../../../lib/n8n/recording-item';
import { readRoutingItem } from '../../../../lib/n8n/routing-item';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';
import { errorDetails, failedOutcome, Failure } from '../../../../lib/policy/failures';
import type { Rights } from '../../../../lib/policy/import/import-plan';
import { outcome } from '../../../../lib/policy/outcomes';
import { routedSettings } from '../../../../lib/policy/routing/import-settings';
import { isInternalHost } from '../../../../lib/transfer/addresses';
import type { MediaClients } from '../../clients';

import { importFields } from './import-form';
import type { ImportRunDeps } from '../../../../lib/pipeline/import/import-deps';
import { ImportRun } from '../../../../lib/pipeline/import/import-run';
import { readImportSettings, type RunSettings } from './import-settings';
import { importItem } from '../../../../lib/pipeline/import/import-item';
import { inParallel } from '../../../../lib/http/in-parallel';
import { pause } from '../../../../lib/http/pause';
import { inGroups } from '../../../../lib/pipeline/import/in-groups';
import { mediaReader, type ZoomMedia } from '../../../../lib/pipeline/import/media-reader';
import { readingTurnsOf } from '../../../../lib/pipeline/import/reading-turns';
import { RecordingImport } from '../../../../lib/pipeline/import/recording-import';

/** Recordings of one look-up: few enough for Kaltura to answer at once, enough to need few requests. */
const BATCH = 100;
/** While one batch reads from Zoom, others wait for Kaltura's index to settle, or write. */
const BATCHES_IN_FLIGHT = 5;

interface Wanted {
	one: RecordingImport;
	run: RunSettings;
	call: OperationCall<MediaClients>;
}

export const importRecording: Operation<MediaClients> = {
	value: 'import',
	name: 'Import',
	action: 'Import a recording',
	description:
		'Bring a Zoom recording into Kaltura exactly once, with streams, captions, chat, owner, rights and categories',
	fields: importFields,
	runAll: inBatch(
		(call): Wanted => {
			const recording = readRecordingItem(call.item);
			const { settings, run } = readImportSettings(call.parameter);
			const routing = readRoutingItem(call.item);
			const rights = rightsOf(call, run.owner);
			const one = new RecordingImport(
				recording,
				routedSettings(settings, routing),
				routing?.private ? { owner: rights.owner, coEditors: [], coPublishers: [], coViewers: [] } : rights,
				earlierEntries(call.item, run.earlierEntries),
				run.transfer,
			);
			if (run.owner === '') one.end({ outcome: outcome('owner-missing', { meetingUuid: recording.meetingUuid }) });
			return { one, run, call };
		},
		async (wanted) => {
			const [first] = wanted;
			if (!first) return [];
			const { openZoom, signal, context } = first.call;
			const { filesAtOnce, idleTimeoutMs, timeLimitMs, memoryBytes, hash } = first.run;
			const opened = await openZoom();
			const account = opened.zoomCredential.accountId;
			const media = mediaReader(openMediaConnection(context, opened.zoomCredential.downloadHosts, { idleTimeoutMs }));
			const carrier = openCarrier(context, first.call.kaltura, {
				filesAtOnce,
				idleTimeoutMs,
				timeLimitMs,
				memoryBytes,
				...(hash === 'none' ? {} : { hash }),
				signal,
			});
			const failed = new Map<RecordingImport, Error>();
			const tried = wanted.filter(({ call }) => isOnlyTried(call.item));
			const meant = wanted.filter((each) => !tried.includes(each));
			await inParallel(
				[...inGroups(meant.toSorted(firstToVanish), () => 1, BATCH), ...inGroups(tried, () => 1, BATCH)],
				BATCHES_IN_FLIGHT,
				async (batch) => {
					const imports = batch.map(({ one }) => one);
					const run = new ImportRun(depsOf(first, opened, media, carrier));
					const done = tried.includes(batch[0]!) ? run.tryOut(imports) : run.run(imports);
					await done.catch((error: Error) => imports.forEach((one) => failed.set(one, error)));
				},
				signal,
			).finally(() => Promise.all([media.close(), carrier.close()]));
			signal?.throwIfAborted();
			return wanted.map(({ one, call }) => {
				const error = failed.get(one);
				if (error) {
					const outcome = failedOutcome({ ...errorDetails(error), message: error.message });
					return new Failure(error, 0, endedItem(call.item.json, outcome, account));
				}
				const { outcome, ...item } = importItem(one.ending);
				return endedItem({ ...call.item.json, ...item } as IDataObject, outcome, account);
			});
		},
	),
};

/** What Zoom is about to delete by itself goes first: a run that is stopped has then lost the least. */
function firstToVanish({ one: a }: Wanted, { one: b }: Wanted): number {
	const at = ({ recording: { vanishesAt } }: RecordingImport) => (vanishesAt ? Date.parse(vanishesAt) : Infinity);
	return at(a) === at(b) ? 0 : at(a) - at(b);
}

function depsOf(
	{ call, run }: Wanted,
	{ zoom, zoomCredential: { apiBaseUrl, accountId } }: OpenedZoom,
	media: ZoomMedia,
	carrier: Carrier,
): ImportRunDeps {
	const { kaltura, signal } = call;
	return {
		kaltura: kaltura.api,
		downloadAccess: (recording) =>
			zoom.recordings.downloadAccess(recording.meetingUuid, { ttlSeconds: run.tokenSeconds, known: recording }),
		trackingFields: async ({ meetingId, kind }) => (await zoom.meetings.get(meetingId, kind))?.trackingFields ?? null,
		readingTurns: readingTurnsOf(`${apiBaseUrl} ${accountId}`),
		media,
		carryFile: ({ from, renew, fileName, takeOverSeconds }) =>
			carrier.carry(media.source(from, renew), { fileName, takeOverSeconds }),
		carriedAtOnce: run.filesAtOnce,
		kalturaIsPrivate: isInternalHost(new URL(kaltura.account.serviceUrl).hostname),
		settleMs: run.settleMs,
		takeOverSeconds: run.takeOverSeconds,
		sleep: (ms) => pause(ms, signal),
		clock: () => Math.floor(Date.now() / 1000),
		signal,
	};
}

/** The people that Owner Resolver put on the item; without it only the owner has rights. */
function rightsOf({ item }: OperationCall<MediaClients>, owner: string): Rights {
	const people = (item.json.people ?? {}) as Record<string, unknown>;
	const list = (name: string) => (Array.isArray(people[name]) ? (people[name] as unknown[]).map(String) : []);
	return {
		owner,
		coEditors: list('coEditors'),
		coPublishers: list('coPublishers'),
		coViewers: list('coViewers'),
	};
}

/**
 * Entries that an earlier run made of this recording: as the parameter says, else as the ledger's row on the item does. Who
 * recovers a recording in Zoom wants it back, so nothing counts as deleted on purpose then.
 */
function earlierEntries({ json }: INodeExecutionData, named: readonly string[]): readonly string[] {
	const { known, event } = json as { known?: Record<string, unknown>; event?: { name?: unknown } };
	if (/recovered$/.test(String(event?.name ?? ''))) return [];
	return named.length > 0 ? named : entriesOnceFilled(known ?? {});
}
