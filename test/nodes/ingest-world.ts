import { REASONS } from '../../lib/policy/outcomes';
import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { OwnerResolver } from '../../nodes/OwnerResolver/OwnerResolver.node';
import { ZoomRecordings } from '../../nodes/ZoomRecordings/ZoomRecordings.node';
import { N8nContext } from '../n8n-context';
import { type Sandbox, startSandbox } from '../sandbox';
import { Lifetime } from './lifetime';
import { faultRule, type FileKind, FILES, OWNERS, type Schedule, type Step, type Worker } from './ingest-schedule';

const STARTED = Date.parse('2026-03-02T09:00:00Z');
const PART_MS = 90 * 60_000;
const INDEX_LAG_MS = 40;
/**
 * "Index Wait" of the node; the test lets a twentieth of it pass. One worker needs the lag and a little. Several at once need
 * a second more, because creation times have whole seconds (`byAge` in lib/policy/import/existing-entries.ts).
 */
const INDEX_WAIT_SECONDS = { alone: 1.2, together: 23 };

interface PlannedFile {
	kind: FileKind;
	segment: number;
	arrival: Schedule['arrivals'][number];
}

interface ZoomFile {
	id: string;
	recordingType?: string;
	fileType: string;
	recordingStart: string;
}

/** Both vendors' real servers and the three nodes of the pipeline, for one schedule after the other. */
export class IngestWorld {
	private readonly n8n: N8nContext;
	private uuid = '';
	private late: PlannedFile[] = [];
	private schedule!: Schedule;
	/** Everything that left a node: items and errors, as n8n would store them. */
	private readonly said: unknown[] = [];

	private constructor(private readonly sandbox: Sandbox) {
		this.n8n = new N8nContext({ ...sandbox.credentials });
	}

	static async start(): Promise<IngestWorld> {
		const sandbox = await startSandbox({ data: 'people', indexLagMs: INDEX_LAG_MS, conversionMs: 5 });
		for (const email of Object.keys(OWNERS).filter((address) => !address.startsWith('left.'))) {
			await sandbox.control.zoom.call('POST', '/users', { email }).catch((error: Error) => {
				if (!/already|taken|exists|409|400/i.test(error.message)) throw error;
			});
		}
		return new IngestWorld(sandbox);
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}

	/** Plays the schedule and the reconcile after it. @returns what is not as the invariants want it; [] when all hold */
	async play(schedule: Schedule): Promise<string[]> {
		await this.begin(schedule);
		for (const step of schedule.steps) await this.step(step);
		return [...(await this.reconciled()), ...this.secrets()];
	}

	private async begin(schedule: Schedule): Promise<void> {
		const { zoom, kaltura } = this.sandbox.control;
		this.schedule = schedule;
		this.said.length = 0;
		if (this.uuid) await zoom.call('DELETE', '/meetings', { uuid: this.uuid });
		await Promise.all([zoom.clearFaults(), kaltura.reset('people')]);
		await kaltura.settings({ importQueueMs: 5, importAttempts: 2, importRetryMs: 20 });
		const files = schedule.segments.flatMap((kinds, segment) => kinds.map((kind) => ({ kind, segment })));
		const dealt: PlannedFile[] = files.map((file, number) => ({
			...file,
			arrival: schedule.arrivals[number % schedule.arrivals.length]!,
		}));
		// Zoom lists the videos of a segment, if only as processing, before it lists the texts that belong to them.
		const comesLate = ({ kind, segment, arrival }: PlannedFile) =>
			arrival === 'late' ||
			(!isMedia(kind) &&
				dealt.some((other) => other.segment === segment && isMedia(other.kind) && other.arrival === 'late'));
		const planned = dealt.map((file): PlannedFile => (comesLate(file) ? { ...file, arrival: 'late' } : file));
		this.late = planned
			.filter(({ arrival }) => arrival === 'late')
			.toSorted((a, b) => Number(isMedia(b.kind)) - Number(isMedia(a.kind)));
		const { uuid } = await zoom.addMeeting({
			topic: 'Algebra I',
			host: schedule.host,
			type: schedule.webinar ? 5 : 2,
			startedAt: new Date(STARTED).toISOString(),
			files: planned.filter(({ arrival }) => arrival !== 'late').map(toZoom),
		});
		this.uuid = uuid as string;
	}

	private async step(step: Step): Promise<void> {
		const { zoom, kaltura } = this.sandbox.control;
		switch (step.do) {
			case 'finish':
				await zoom.changeMeeting({ uuid: this.uuid, finishProcessing: true });
				return;
			case 'arrive':
				await this.arrive(step.files);
				return;
			case 'pass':
				await kaltura.clock(step.seconds);
				return;
			case 'kaltura': {
				const entries = await this.entries();
				const entry = entries[step.entry % (entries.length || 1)];
				if (!entry) return;
				const change = step.what === 'failImport' ? { failImport: 'Not found' } : { failConversion: true };
				if (String(entry.status) !== '7') await kaltura.call('POST', `/entries/${entry.id}`, change);
				return;
			}
			case 'deliver': {
				// A stale item was read before the vendors began to fail, and before others changed anything.
				const item = step.stale ? await this.read(new Lifetime(null)).catch(() => null) : null;
				for (const name of step.faults) {
					const { side, ...rule } = faultRule(name);
					await this.sandbox.control[side].fault(rule);
				}
				const indexWait = INDEX_WAIT_SECONDS[step.workers.length > 1 ? 'together' : 'alone'];
				await Promise.all(step.workers.map((worker) => this.work(worker, item, indexWait)));
			}
		}
	}

	private async arrive(count: number): Promise<void> {
		const files = this.late.splice(0, count);
		if (files.length === 0) return;
		await this.sandbox.control.zoom.changeMeeting({ uuid: this.uuid, addFiles: files.map(toZoom) });
	}

	/** One execution, to its end or to its death. Whatever it fails with, the next one has to cope. */
	private async work(worker: Worker, item: object | null, indexWait: number): Promise<void> {
		await new Promise((done) => setTimeout(done, worker.after));
		const life = new Lifetime(worker.end);
		const read = item ?? (await this.read(life).catch(this.remember));
		await this.pipeline(read, life, indexWait).catch(this.remember);
	}

	private readonly remember = (error: unknown): null => {
		this.said.push(error);
		return null;
	};

	private async read(life: Lifetime): Promise<object | null> {
		const parameters = { operation: 'get', meetingUuid: this.uuid };
		const [items] = await this.n8n.runNode(new ZoomRecordings(), { parameters, ...life.options });
		this.said.push(items);
		return items?.[0]?.json ?? null;
	}

	/** Owner, then import; gives the last item that there is, of whichever output. */
	private async pipeline(item: object | null, life: Lifetime, indexWait = INDEX_WAIT_SECONDS.alone): Promise<any> {
		if (!item) return null;
		const { layouts, audio, chat, polls, failedEntries } = this.schedule.settings;
		const outputs = await this.n8n.runNode(new OwnerResolver(), {
			parameters: { operation: 'resolve', defaultUser: { __rl: true, mode: 'id', value: 'zoom.default' } },
			items: [item as never],
			...life.options,
		});
		this.said.push(outputs);
		const [ingest, skip, attention] = outputs.map((items) => items[0]?.json);
		if (!ingest) return skip ?? attention ?? null;
		const [imported] = await this.n8n.runNode(new KalturaMedia(), {
			parameters: {
				resource: 'recording',
				operation: 'import',
				files: { layouts, audio, chat, polls },
				// The meeting was months ago: what is still in work must not count as dead.
				options: { failedEntries, indexWait, takeOverAfter: 60, waitDaysForFiles: 365 },
			},
			items: [ingest],
			...life.options,
		});
		this.said.push(imported);
		return imported?.[0]?.json ?? null;
	}

	/** All is well again, everything has arrived: one reconcile, and a second one that must find nothing to do. */
	private async reconciled(): Promise<string[]> {
		const { zoom, kaltura } = this.sandbox.control;
		await Promise.all([zoom.clearFaults(), kaltura.clearFaults()]);
		await this.arrive(Number.POSITIVE_INFINITY);
		await zoom.changeMeeting({ uuid: this.uuid, finishProcessing: true });
		await kaltura.clock(3600);
		await this.settled();
		await this.reconcile();
		await this.settled();
		await kaltura.clearRequests();
		const last = await this.reconcile();
		const { writes } = await kaltura.counts();
		return [
			...(writes > 0 ? [`I6: the run after the reconcile wrote ${writes} times: ${await this.writtenLast()}`] : []),
			...(await this.wrongContent(last)),
			...withoutReason(last),
		];
	}

	private async writtenLast(): Promise<string> {
		const names = (await this.sandbox.control.kaltura.requests()).flatMap(({ endpoint, calls }) =>
			(calls ?? [endpoint]).map((call: any) =>
				typeof call === 'string' ? call : (call.endpoint ?? JSON.stringify(call)),
			),
		);
		return names.filter((name: string) => !/list|getTime|\.get$/.test(name)).join(', ');
	}

	/** As the template does: the days are listed, each recording is read, resolved and imported. */
	private async reconcile(): Promise<any> {
		const day = new Date(STARTED).toISOString().slice(0, 10);
		const [listed] = await this.n8n.runNode(new ZoomRecordings(), {
			parameters: { operation: 'getAll', source: 'account', from: day, to: day, returnAll: true },
		});
		const found = (listed ?? []).some(({ json }) => json.meetingUuid === this.uuid);
		if (!found) throw new Error('The reconcile does not list the recording');
		const life = new Lifetime(null, 60_000);
		return await this.pipeline(await this.read(life), life);
	}

	/** I1 and I4: each wanted file once with Zoom's own bytes, or its failure said; and nobody else's name on anything. */
	private async wrongContent(last: any): Promise<string[]> {
		const { host, settings, segments } = this.schedule;
		const entries = await this.entries();
		const owner = OWNERS[host];
		if (owner === null) {
			const decided = last?.outcome?.status === 'needs-attention' && entries.length === 0;
			return decided ? [] : [`I4: ${host} needs a person, yet ${entries.length} entries and ${last?.outcome?.reason}`];
		}
		const wrong = entries
			.filter(({ userId }) => userId !== owner)
			.map(({ id, userId }) => `I4: entry ${id} belongs to ${userId} instead of ${owner}`);

		const files = await this.zoomFiles();
		const outcomes = new Map<string, any>((last?.files ?? []).map((file: any) => [file.id, file.outcome]));
		const claimed = new Set<string>();
		const texts = new Map<string, number>();
		for (const file of files) {
			const kind = kindOf(file);
			const segment = partOf(file);
			const outcome = outcomes.get(file.id);
			const wanted = isWanted(kind, segments[segment]!, segments, settings);
			const holders = isMedia(kind) ? this.holding(entries, file) : [];
			for (const { id } of holders) claimed.add(id);
			if (outcome?.status === 'failed' || outcome?.status === 'needs-attention') {
				if (!this.mayFailInKaltura()) wrong.push(`I1: ${kind} failed after the reconcile: ${outcome.message}`);
			} else if (isMedia(kind)) {
				// Sound that came before its video keeps the entry that was made for it.
				const most = wanted || kind === 'audio' ? 1 : 0;
				if (holders.length > most || (wanted && holders.length < 1)) {
					wrong.push(`I1: ${kind} of part ${segment + 1} is in Kaltura ${holders.length} times (${outcome?.reason})`);
				}
				for (const holder of holders) wrong.push(...(await this.notTheSame(file, holder)));
			} else if (wanted) {
				const place = `${kind} of ${mainEntry(entries, segment)?.id}`;
				texts.set(place, (texts.get(place) ?? 0) + 1);
			}
		}
		for (const entry of entries) {
			for (const kind of Object.keys(TEXT_NAMES) as FileKind[]) {
				const there = assetsOf(entry, kind).length;
				const wanted = texts.get(`${kind} of ${entry.id}`) ?? 0;
				if (there !== wanted) wrong.push(`I1: ${entry.name} has ${there} times ${kind} instead of ${wanted}`);
			}
		}
		for (const entry of entries.filter(({ id }) => !claimed.has(id))) {
			wrong.push(`I1: entry ${entry.id} "${entry.name}" [${entry.status}] holds no file of the recording`);
		}
		for (const entry of entries) {
			const parent = entries.find(({ id }) => id === entry.parentEntryId);
			if (entry.parentEntryId && !parent) wrong.push(`I1: stream ${entry.id} has lost its parent`);
			if (entry.parentEntryId && settings.layouts === 'separateEntries') wrong.push(`I1: ${entry.id} is a stream`);
		}
		return wrong;
	}

	/** With "report", what Kaltura could not fetch or convert stays failed until somebody acts. */
	private mayFailInKaltura(): boolean {
		if (this.schedule.steps.some((step) => step.do === 'kaltura')) return true;
		const faults = this.schedule.steps.flatMap((step) => (step.do === 'deliver' ? step.faults : []));
		return this.schedule.settings.failedEntries === 'report' && faults.some((name) => /^(content|download)/.test(name));
	}

	private holding(entries: any[], file: ZoomFile): any[] {
		return entries.filter((entry) => String(entry.adminTags).split(',').includes(`zoomfile-${file.id.toLowerCase()}`));
	}

	private async notTheSame(file: ZoomFile, entry: any): Promise<string[]> {
		const query = new URLSearchParams({ uuid: this.uuid, file: file.id });
		const { sha256 } = await this.sandbox.control.zoom.call('GET', `/hash?${query}`);
		if (entry.content?.sha256 === sha256 && String(entry.status) === '2') return [];
		return [`I1: entry ${entry.id} [${entry.status}] does not hold the bytes of ${kindOf(file)}`];
	}

	/** I3 over everything that left a node. */
	private secrets(): string[] {
		const text = JSON.stringify(this.said.map(plain));
		const { zoomServerToServerOAuth2Api: zoom, kalturaApi, zoomWebhookApi } = this.sandbox.credentials;
		const secrets: Array<[string, RegExp | string]> = [
			['the client secret', zoom.clientSecret],
			['the admin secret', kalturaApi.adminSecret],
			['the webhook secret', zoomWebhookApi.secretToken],
			['a Kaltura session', /djJ8[A-Za-z0-9_-]{20}/],
			['a bearer token', /Bearer [\w.-]{8}/],
			['an access token', /access_token[^\w]{1,8}[\w.-]{8}/],
			['a download address', /\/rec\/(webhook_)?download|download_url|play_url/],
			['an address of the content network', this.sandbox.zoom.cdnOrigin],
		];
		return secrets
			.filter(([, secret]) => (typeof secret === 'string' ? text.includes(secret) : secret.test(text)))
			.map(([name]) => `I3: ${name} left a node`);
	}

	private async entries(): Promise<any[]> {
		const { entries } = await this.sandbox.control.kaltura.call('GET', '/state?all=1');
		return entries.filter((entry: any) => String(entry.status) !== '3');
	}

	private async zoomFiles(): Promise<ZoomFile[]> {
		const { files } = await this.sandbox.control.zoom.changeMeeting({ uuid: this.uuid });
		return files as ZoomFile[];
	}

	/** Nothing is being imported or converted any more, and the index knows it. */
	private async settled(): Promise<void> {
		for (let attempt = 0; attempt < 400; attempt++) {
			const busy = (await this.entries()).some(({ status }) => ['0', '1', '4'].includes(String(status)));
			if (!busy) return void (await this.sandbox.control.kaltura.call('POST', '/index'));
			await new Promise((done) => setTimeout(done, 15));
		}
		throw new Error('Kaltura is still converting');
	}
}

function toZoom({ kind, segment, arrival }: PlannedFile) {
	const start = STARTED + segment * PART_MS;
	return {
		...FILES[kind],
		recordingStart: new Date(start).toISOString(),
		recordingEnd: new Date(start + 45 * 60_000).toISOString(),
		...(arrival === 'processing' ? { status: 'processing' } : {}),
	};
}

function kindOf({ recordingType }: ZoomFile): FileKind {
	const found = Object.entries(FILES).find(([, file]) => file.recordingType === recordingType);
	if (!found) throw new Error(`No kind of file has the type ${recordingType}`);
	return found[0] as FileKind;
}

function isMedia(kind: FileKind): boolean {
	return isVideo(kind) || kind === 'audio';
}

function isVideo(kind: FileKind): boolean {
	return ['screen', 'gallery', 'speaker', 'hologram'].includes(kind);
}

/** The rules, said once more in the words of the issue: what of a segment belongs into Kaltura. */
function isWanted(
	kind: FileKind,
	kinds: readonly FileKind[],
	all: Schedule['segments'],
	{ audio, chat, polls }: Schedule['settings'],
): boolean {
	if (isVideo(kind)) return true;
	if (kind === 'audio') return audio === 'always' || (audio === 'whenNoVideo' && !kinds.some(isVideo));
	const hasMedia = (part: readonly FileKind[]) => part.some(isVideo) || (audio !== 'never' && part.includes('audio'));
	// Texts of a segment without media join another segment, and wait where there is none.
	if (!all.some(hasMedia)) return false;
	if (kind === 'transcript' || kind === 'captions') return true;
	return (kind === 'chat' && chat) || (kind === 'poll' && polls);
}

/** Labels of captions and titles of attachments. */
const TEXT_NAMES: Partial<Record<FileKind, string>> = {
	transcript: 'Zoom_TRANSCRIPT',
	captions: 'Zoom_CC',
	chat: 'Chat',
	poll: 'Polls',
};

/** Captions or attachments of an entry that are texts of this kind; a second one has a number in its name. */
function assetsOf({ captions, attachments }: any, kind: FileKind): any[] {
	return [...captions, ...attachments]
		.filter(({ status, content }) => String(status) !== '3' && content?.size > 0)
		.filter((asset) => String(asset.label ?? asset.title).replace(/ \d+$/, '') === TEXT_NAMES[kind]);
}

/** The entry on which the texts of a segment hang: its own, or where it has none, the other segment's. */
function mainEntry(entries: readonly any[], segment: number): any {
	const start = new Date(STARTED + segment * PART_MS).toISOString().replace('.000Z', 'Z');
	const mains = entries.filter(({ referenceId, parentEntryId }) => !parentEntryId && /Z$/.test(referenceId));
	return mains.find(({ referenceId }) => String(referenceId).endsWith(start)) ?? mains[0];
}

function partOf({ recordingStart }: ZoomFile): number {
	return Math.round((Date.parse(recordingStart) - STARTED) / PART_MS);
}

/** I7: whoever leaves says why, in a word of the one list. */
function withoutReason(last: any): string[] {
	if (!last) return ['I7: the last run gave no item'];
	const outcomes = [last.outcome, ...(last.files ?? []).map((file: any) => file.outcome)];
	return outcomes
		.filter((outcome) => !outcome?.message || !(outcome.reason in REASONS))
		.map((outcome) => `I7: without a reason: ${JSON.stringify(outcome)}`);
}

/** As n8n stores it: errors with everything that they carry. */
function plain(value: unknown): unknown {
	if (!(value instanceof Error)) return value;
	return { ...value, name: value.name, message: value.message, stack: value.stack };
}
