import { ENTRY_STATUS } from '../../kaltura/entries';
import { lookUpForProof } from '../../kaltura/ingest/proof-look-up';
import type { KalturaEntry } from '../../kaltura/schemas';
import { chooseTransfer } from '../../policy/import/transfer-choice';
import { isInternalHost } from '../../transfer/addresses';
import type { Facts } from '../../policy/setup/rehearsal/step';

import { ENTRY, until } from './kaltura-looks';
import { type Look, type Rehearsal, seconds } from './rehearsal';
import { referenceOf, UPLOAD_NAME } from './traces';

const { errorImporting, errorConverting, importing, noContent, ready } = ENTRY_STATUS;

/** Kaltura is sent to Zoom's address with our token, as the import does it. */
export const kalturaPull: Look = async (run) => {
	const { state, clients } = run;
	if (!state.entryId) return { skipped: 'no-entry' };
	const media = await run.mediaToMove();
	if (!media) return { skipped: state.recording ? 'no-address' : 'no-recording' };
	const { access, url } = media;
	// That token opens the whole account.
	if (access.opensEverything) return { skipped: 'token-of-the-app' };
	const { way } = chooseTransfer({
		setting: 'automatic',
		sourceIsPrivate: isInternalHost(new URL(url).hostname),
		kalturaIsPrivate: isInternalHost(new URL(clients.kaltura.account.serviceUrl).hostname),
		redirects: 0,
		path: new URL(url).pathname,
		tokenOpensEverything: false,
		pullFailedBefore: false,
	});
	if (way !== 'kalturaPulls') return { skipped: 'private-address' };
	const since = performance.now();
	await clients.kaltura.entries.addContent(state.entryId, { url, headers: [`Authorization: Bearer ${access.token}`] });
	const { entryId } = state;
	const begun = nameOf(await statusAfter(run, entryId, [importing, noContent]));
	const fetchedAfter = seconds(since);
	// A page in place of the file is fetched like a file; only the conversion finds out.
	run.converted = await becomesReady(run, entryId);
	const status = String(run.converted.status);
	const failed = ['import-failed', 'not-media'].includes(status) || ['importing', 'without-content'].includes(begun);
	return { fetched: !failed, status, seconds: fetchedAfter };
};

export const kalturaConversion: Look = async (run) => {
	if (!run.state.entryId) return { skipped: 'no-entry' };
	const pull = run.state.rows.find(({ step }) => step === 'kaltura-pull');
	if (pull?.facts.fetched !== true) return { skipped: pull?.facts.skipped ?? 'pull-failed' };
	return run.converted ?? (await becomesReady(run, run.state.entryId));
};

export const kalturaChild: Look = async (run) => {
	const { state, clients, wishes } = run;
	if (!state.entryId) return { skipped: 'no-entry' };
	const { kaltura } = clients;
	const parentEntryId = state.entryId;
	const child = await kaltura.entries.add(
		{ ...ENTRY, parentEntryId, referenceId: referenceOf(state.run, 'child') },
		{ tidiesUp: true },
	);
	state.childId = child.id;
	const since = performance.now();
	const listed = await until(run, wishes.waitSeconds, async () => {
		const children = await kaltura.entries.childrenOf([parentEntryId]);
		return children.get(parentEntryId)?.some(({ id }) => id === child.id) ? true : undefined;
	});
	return { made: true, listed: listed === true, seconds: seconds(since) };
};

/** The same file through n8n, into the child; into the entry itself where there is no child. */
export const kalturaUpload: Look = async (run) => {
	const { state, clients } = run;
	const entryId = state.childId ?? state.entryId;
	if (!entryId) return { skipped: 'no-entry' };
	const media = await run.mediaToMove();
	if (!media) return { skipped: state.recording ? 'no-address' : 'no-recording' };
	const { file, url, access } = media;
	const from = {
		name: 'the recording',
		expectedBytes: file.sizeBytes || null,
		kind: 'media' as const,
		url,
		token: access.token,
	};
	const source = clients.media.source(from, async () => {
		const fresh = await clients.zoom.recordings.downloadAccess(access.recording.meetingUuid, {
			known: access.recording,
		});
		return { url: fresh.urls.get(file.id) ?? url, token: fresh.token };
	});
	const { tokenId, report } = await clients.carrier.carry(source, { fileName: UPLOAD_NAME, takeOverSeconds: null });
	state.uploadId = tokenId;
	if (state.childId) await clients.kaltura.entries.addContent(entryId, { uploadTokenId: tokenId });
	else await clients.kaltura.entries.replaceContent(entryId, { uploadTokenId: tokenId });
	// It belongs to the entry now, and goes with it.
	delete state.uploadId;
	return {
		sent: true,
		attached: true,
		megabytesPerSecond: report.megabytesPerSecond,
		...(await becomesReady(run, entryId)),
	};
};

/** With the question that cleanup asks before anything may leave Zoom. */
export const kalturaProof: Look = async (run) => {
	const { state, clients } = run;
	const media = state.entryId ? await run.mediaToMove() : null;
	if (!media) return { skipped: state.entryId ? 'no-recording' : 'no-entry' };
	const references = (['entry', 'child'] as const).map((what) => referenceOf(state.run, what));
	const { entries } = await lookUpForProof(clients.kaltura.api, references);
	const own = entries.filter(
		({ id, status }) => [state.entryId, state.childId].includes(id) && Number(status) === ready,
	);
	const sources = own.flatMap(({ source }) => (source?.ready === true && source.sizeBytes !== null ? [source] : []));
	return {
		entries: own.length,
		sources: sources.length,
		same: sources.filter(({ sizeBytes }) => sizeBytes === media.file.sizeBytes).length,
		durations: own.filter(({ durationMs }) => durationMs > 0).length,
	};
};

async function becomesReady(run: Rehearsal, entryId: string): Promise<Facts> {
	const since = performance.now();
	const entry = await run.clients.kaltura.entries
		.get(entryId)
		.then(async (now) => (isUnderWay(now.status) ? await statusAfter(run, entryId, UNDER_WAY) : now));
	const status = nameOf(entry);
	return { ready: status === 'ready', status, seconds: seconds(since) };
}

const UNDER_WAY: readonly number[] = [importing, ENTRY_STATUS.preconvert, ENTRY_STATUS.pending, noContent];
const isUnderWay = (status: number | string) => UNDER_WAY.includes(Number(status));

/** The entry when it has none of these statuses any more; as it was last seen when the time is over. */
async function statusAfter(run: Rehearsal, entryId: string, passing: readonly number[]): Promise<KalturaEntry | null> {
	let last: KalturaEntry | null = null;
	await until(run, run.wishes.waitSeconds, async () => {
		last = await run.clients.kaltura.entries.get(entryId);
		return passing.includes(Number(last.status)) ? undefined : true;
	});
	return last;
}

const NAMES: Readonly<Record<string, string>> = {
	[errorImporting]: 'import-failed',
	[errorConverting]: 'not-media',
	[importing]: 'importing',
	[ENTRY_STATUS.preconvert]: 'converting',
	[ready]: 'ready',
	[ENTRY_STATUS.pending]: 'pending',
	[ENTRY_STATUS.moderate]: 'awaits-moderation',
	[ENTRY_STATUS.blocked]: 'blocked',
	[noContent]: 'without-content',
};
const nameOf = (entry: KalturaEntry | null): string =>
	entry === null ? 'unknown' : (NAMES[String(entry.status)] ?? 'unknown');
