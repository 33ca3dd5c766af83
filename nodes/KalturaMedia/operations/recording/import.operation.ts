import type { IDataObject } from 'n8n-workflow';

import { inBatch } from '../../../../lib/n8n/batch';
import type { Carrier } from '../../../../lib/pipeline/import/carrier';
import { endedItem } from '../../../../lib/n8n/ledger-item';
import { earlierEntries } from '../../../../lib/policy/ledger/known';
import { openCarrier, openMediaConnection } from '../../../../lib/n8n/media-connection';
import type { Operation, OperationCall } from '../../../../lib/n8n/operation';
import { isOnlyTried, readRecordingItem } from '../../../../lib/n8n/recording-item';
import { readRoutingItem } from '../../../../lib/n8n/routing-item';
import type { OpenedZoom } from '../../../../lib/n8n/zoom';
import { Failure } from '../../../../lib/policy/failures';
import type { Rights } from '../../../../lib/policy/import/import-plan';
import { routedRights, routedSettings } from '../../../../lib/policy/routing/import-settings';
import { isInternalHost } from '../../../../lib/transfer/addresses';
import type { MediaClients } from '../../clients';

import { importFields } from './import-form';
import type { ImportRunDeps } from '../../../../lib/pipeline/import/import-deps';
import { importAll } from '../../../../lib/pipeline/import/import-all';
import { readImportSettings, type RunSettings } from './import-settings';
import { importItem } from '../../../../lib/pipeline/import/import-item';
import { pause } from '../../../../lib/http/pause';
import { mediaReader, type ZoomMedia } from '../../../../lib/pipeline/import/media-reader';
import { readingTurnsOf } from '../../../../lib/pipeline/import/reading-turns';
import { RecordingImport } from '../../../../lib/pipeline/import/recording-import';

/** What nodes before this one may have put on the item. */
interface Given {
	known?: Record<string, unknown>;
	event?: { name?: unknown };
}

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
			const { known, event } = call.item.json as Given;
			const one = new RecordingImport(
				recording,
				routedSettings(settings, routing),
				routedRights(rightsOf(call, run.owner), routing),
				earlierEntries(run.earlierEntries, known, event?.name),
				run.transfer,
			);
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
			const meant = wanted.map(({ one, call }) => ({ one, onlyTried: isOnlyTried(call.item) }));
			const failed = await importAll(meant, depsOf(first, opened, media, carrier)).finally(() =>
				Promise.all([media.close(), carrier.close()]),
			);
			return wanted.map(({ one, call }) => {
				const failure = failed.get(one);
				if (failure) return new Failure(failure.error, 0, endedItem(call.item.json, failure.outcome, account));
				const { outcome, ...item } = importItem(one.ending);
				return endedItem({ ...call.item.json, ...item } as IDataObject, outcome, account);
			});
		},
	),
};

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
