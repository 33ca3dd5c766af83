import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

import type { Sandbox } from '../sandbox';
import type { ImportedWorkflow, N8n, WorkflowJson } from './harness';
import { until } from './interrupted';

/**
 * Work that is met half-way: a vendor has the request that matters and gives no answer, whatever the machine's speed. Each
 * piece then says what must be true once the run was cut off, and ends it with a second run.
 */
export type End = 'Stop' | 'time is up' | 'kill';
/** Whether the vendor carries out what it was asked when the run was cut off: what it has received it may do at any time. */
const CARRIED_OUT: Record<End, boolean> = { Stop: true, 'time is up': false, kill: true };
/** Seconds; far more than it takes to get half-way. */
const SHORT = 20;

export interface Work {
	/** Gets half-way and stays there. @returns the execution's id */
	begin(end: End): Promise<string>;
	/** When the run was cut off, and again when a second run has ended the work. */
	prove(end: End): Promise<void>;
}

const START = 'When Handed Items';
const OURS = 'n8n-nodes-zoom-kaltura';

export class HalfWay {
	private readonly workflows = new Map<string, ImportedWorkflow>();
	private files!: Server;
	/** Tells what one instance makes from what another has made. */
	private readonly tag = randomBytes(3).toString('hex');

	constructor(
		private readonly openSandbox: () => Sandbox,
		private readonly n8n: () => N8n,
	) {}

	private get sandbox(): Sandbox {
		return this.openSandbox();
	}

	readonly works: Record<string, Work> = {
		'memberships of Kaltura groups': this.memberships('kaltura'),
		'memberships of Zoom groups': this.memberships('zoom'),
		'content that is exchanged': this.exchange(),
		'a file on its way into an entry': this.upload(),
		'a removal that was announced': this.removal(),
	};

	async start(): Promise<void> {
		this.files = createServer((_, response) => response.end(readFileSync(VIDEO)));
		await new Promise<void>((done) => this.files.listen(0, '127.0.0.1', done));
		const toZoom = JSON.stringify(template('write-group-changes'))
			.replaceAll('"target":"kaltura"', '"target":"zoom"')
			.replaceAll('group-records', 'zoom-records')
			.replaceAll('zoom_kaltura_group_', 'zoom_groups_');
		const flows: Record<string, WorkflowJson> = {
			kaltura: template('write-group-changes'),
			zoom: { ...(JSON.parse(toZoom) as WorkflowJson), name: 'Probe: write Zoom groups' },
			exchange: media('Probe: exchange', {
				operation: 'addFromUrl',
				entryId: '={{ $json.entryId }}',
				url: '={{ $json.url }}',
				ifContentExists: 'replace',
			}),
			upload: media('Probe: upload', { operation: 'upload', entryId: '={{ $json.entryId }}' }),
			removal: template('trash-proven'),
		};
		const options = { credentials: { ...this.sandbox.credentials } };
		const imported = await this.n8n().importTemplates(['ingest-recording', 'cleanup-zoom', 'write-group-changes'], {
			...options,
			configure: {
				'ingest-recording': { Configuration: { defaultUser: 'zoom.default' } },
				'cleanup-zoom': { Configuration: { retentionDays: 0.000_01, mostPercent: 100, lookBackDays: 5 } },
			},
		});
		for (const [key, workflow] of Object.entries(imported)) this.workflows.set(key, workflow);
		for (const [key, flow] of Object.entries(flows)) {
			this.workflows.set(key, await this.n8n().importWorkflow(flow, options));
			const timed = {
				...flow,
				name: `${flow.name} (short)`,
				settings: { ...flow.settings, executionTimeout: SHORT },
			};
			this.workflows.set(`${key} time is up`, await this.n8n().importWorkflow(timed, options));
		}
		const later = onClaims('Probe: claims run out', { until: '2026-01-01T00:00:00.000Z' });
		this.workflows.set('later', await this.n8n().importWorkflow(later, options));
		const taken = onClaims('Probe: claims are taken', { holder: 'another run' });
		this.workflows.set('taken', await this.n8n().importWorkflow(taken, options));
	}

	stop(): void {
		this.files?.close();
	}

	/** All at once, each half-way; then the end, and every run has ended. */
	async cutOff(end: End, restart: () => Promise<void>): Promise<void> {
		const ids: string[] = [];
		for (const work of Object.values(this.works)) ids.push(await work.begin(end));
		if (end === 'kill') await restart();
		if (end === 'Stop') for (const id of ids) await this.n8n().rest('POST', `/rest/executions/${id}/stop`);
		for (const id of ids) {
			await until(`the end of execution ${id}`, async () => {
				const { status } = await this.n8n().execution(id);
				return status === 'canceled' || status === 'crashed' || status === 'error';
			});
		}
		await Promise.all([this.sandbox.control.zoom.clearFaults(), this.sandbox.control.kaltura.clearFaults()]);
		// Whoever runs next waits for a claim until it has run out; here it has.
		await this.n8n().run(this.workflows.get('later')!.id);
	}

	/**
	 * A run of trash-proven whose claim another one takes while Kaltura is asked for the proof.
	 * @returns why it ended, what it wrote down, and whether Zoom was asked to remove anything
	 */
	async claimTaken(): Promise<{ error: unknown; rows: unknown[]; deletions: number }> {
		const uuid = await this.lecture('Taken');
		const due = await this.due(uuid);
		const asked = async () =>
			(await this.sandbox.control.zoom.requests()).filter(({ method }) => method === 'DELETE').length;
		const before = await asked();
		await this.sandbox.control.kaltura.fault({ match: {}, times: 1, fault: { kind: 'slow', ms: 12_000 } });
		const id = await this.met('removal', 'kaltura', 'Stop', [due]);
		await this.n8n().run(this.workflows.get('taken')!.id);
		await until('the end of the run', async () => (await this.n8n().execution(id)).status !== 'running');
		const { error } = await this.n8n().execution(id);
		const rows = await this.n8n().tableRows('zoom_kaltura_removals');
		await this.n8n().run(this.workflows.get('later')!.id);
		return {
			error,
			rows: rows.filter(({ meetingUuid }) => meetingUuid === uuid),
			deletions: (await asked()) - before,
		};
	}

	private memberships(target: 'kaltura' | 'zoom'): Work {
		const userId = (end: End) => (target === 'zoom' ? HOST : `half.${end.replaceAll(' ', '.')}`.toLowerCase());
		const set = (end: End) => `${end} ${this.tag}`;
		const wanted = () => ['Alpha', 'Beta'].map((name) => `${name}${target}${this.tag}`);
		const said = (end: End, groups: string[]) => ({
			userId: userId(end),
			attributes: { groups: groups.join(';') },
			saidAt: new Date().toISOString(),
			account: this.sandbox.credentials.zoomWebhookApi.accountId,
			ruleSet: set(end),
			attribute: 'attributes.groups',
		});
		const groupsOf = async (end: End): Promise<string[]> => {
			if (target === 'kaltura') {
				const user = (await this.sandbox.control.kaltura.state()).users.find(({ id }: any) => id === userId(end));
				return user.groups.map(({ groupId }: any) => groupId);
			}
			const { users, groups } = await this.sandbox.control.zoom.state();
			const ids: string[] = users.find(({ email }: any) => email === HOST).group_ids;
			return ids.map((id) => groups.find((group: any) => group.id === id)?.name);
		};
		const ours = async (end: End) => (await groupsOf(end)).filter((name) => wanted().includes(name)).toSorted();
		const table = target === 'zoom' ? 'zoom_groups_record' : 'zoom_kaltura_group_record';
		const recorded = async (end: End) =>
			(await this.n8n().tableRows(table)).find(({ ruleSet, userId: id }) => ruleSet === set(end) && !/^#/.test(id));
		return {
			begin: async (end) => {
				if (target === 'kaltura') {
					await this.sandbox.control.kaltura.call('POST', '/users', {
						id: userId(end),
						email: `${userId(end)}@example.edu`,
					});
				}
				const endpoint = target === 'kaltura' ? 'groupUser.add' : 'POST /groups/{groupId}/members';
				await this.silence(target, endpoint, end);
				return await this.met(target, target, end, [said(end, wanted())]);
			},
			prove: async (end) => {
				// Ours, whether or not the vendor carried it out: so a later run may take the person out again.
				expect(String((await recorded(end))?.groups)).toEqual(expect.stringContaining(wanted()[0]!));
				await this.again(target, [said(end, wanted())]);
				expect(await ours(end)).toEqual(wanted());
				await this.again(target, [said(end, [])]);
				expect(await ours(end)).toEqual([]);
			},
		};
	}

	private exchange(): Work {
		const kaltura = () => this.sandbox.control.kaltura;
		const entries = new Map<End, string>();
		const item = (end: End) => ({ entryId: entries.get(end)!, url: this.address(`/${entries.get(end)}.mp4`) });
		const entry = async (end: End) => await kaltura().call('GET', `/entries/${entries.get(end)}`);
		return {
			begin: async (end) => {
				entries.set(end, (await kaltura().call('POST', '/entries', { name: `Exchanged: ${end}` })).id);
				await this.silence('kaltura', 'media.updateContent', end);
				return await this.met('exchange', 'kaltura', end, [item(end)]);
			},
			prove: async (end) => {
				// Shows what it showed, or the new; never nothing, and nobody has to approve it.
				expect((await entry(end)).status).toBe(2);
				await until('no replacement to be under way', async () => (await entry(end)).replacementStatus === 0);
				await this.again('exchange', [item(end)]);
				await until('the new content', async () => (await entry(end)).replacementStatus === 0);
				expect((await entry(end)).status).toBe(2);
				const hidden = (await kaltura().call('GET', `/entries?replacedEntryId=${entries.get(end)}`)).entries;
				expect(hidden.filter(({ status }: any) => status !== 3)).toEqual([]);
			},
		};
	}

	private upload(): Work {
		const kaltura = () => this.sandbox.control.kaltura;
		const entries = new Map<End, string>();
		const tokens = new Map<End, string>();
		const all = async (): Promise<any[]> => (await kaltura().call('GET', '/state?all=1')).uploadTokens;
		const item = (end: End) => ({ entryId: entries.get(end)! });
		const binary = { data: readFileSync(VIDEO).toString('base64'), mimeType: 'video/mp4', fileName: 'lecture.mp4' };
		const statusOf = async (end: End) => (await kaltura().call('GET', `/entries/${entries.get(end)}`)).status;
		return {
			begin: async (end) => {
				entries.set(end, (await kaltura().call('POST', '/entries', { name: `Uploaded: ${end}`, status: 7 })).id);
				const before = (await all()).map(({ id }) => id);
				await kaltura().fault({ match: { endpoint: 'uploadToken.upload' }, fault: { kind: 'hang' } });
				const id = await this.met('upload', 'kaltura', end, [item(end)], { data: binary });
				tokens.set(end, (await all()).find((token) => !before.includes(token.id)).id);
				return id;
			},
			prove: async (end) => {
				const left = async () => (await all()).find(({ id }) => id === tokens.get(end));
				// 5 is deleted. What a killed process leaves, Kaltura removes after seven days.
				if (end !== 'kill') await until('the token to be removed', async () => ((await left())?.status ?? 5) === 5);
				expect(await statusOf(end)).toBe(7);
				await this.again('upload', [item(end)], { data: binary });
				await until('the entry to be ready', async () => (await statusOf(end)) === 2);
			},
		};
	}

	private removal(): Work {
		const kaltura = () => this.sandbox.control.kaltura;
		const uuids = new Map<End, string>();
		const planned = new Map<End, Record<string, unknown>>();
		const row = async (end: End) =>
			(await this.n8n().tableRows('zoom_kaltura_removals')).find(({ meetingUuid }) => meetingUuid === uuids.get(end));
		const entriesOf = async (end: End) =>
			(await kaltura().state()).entries.filter(
				({ referenceId, status }: any) => referenceId?.startsWith(`Zoom_${uuids.get(end)}`) && status !== 3,
			);
		return {
			begin: async (end) => {
				const uuid = await this.lecture(`Removed: ${end}`);
				uuids.set(end, uuid);
				planned.set(end, await this.due(uuid));
				await this.silence('zoom', 'DELETE /meetings/{meetingId}/recordings/{recordingId}', end);
				return await this.met('removal', 'zoom', end, [planned.get(end)!]);
			},
			prove: async (end) => {
				expect(await row(end)).toMatchObject({ state: 'intended' });
				await this.again('removal', [planned.get(end)!]);
				// Who removed it nobody can tell any more; so it stays "intended", which deletes no entry.
				expect((await row(end))?.state).toBe(CARRIED_OUT[end] ? 'intended' : 'removed');
				expect(await entriesOf(end)).toHaveLength(1);
			},
		};
	}

	private async lecture(topic: string): Promise<string> {
		const uuid = randomBytes(16).toString('base64').replaceAll('/', '_');
		const files = [{ recordingType: 'shared_screen_with_speaker_view' }];
		await this.sandbox.control.zoom.addMeeting({ uuid, topic, host: HOST, minutesAgo: 2 * 24 * 60, files });
		return uuid;
	}

	/** A recording that is in Kaltura and may go, as cleanup-zoom hands it on. */
	private async due(uuid: string): Promise<Record<string, unknown>> {
		const handed = { meetingUuid: uuid, accountId: this.sandbox.credentials.zoomWebhookApi.accountId, source: 'live' };
		const trigger = 'When Handed Recordings';
		const workflow = (key: string) => this.workflows.get(key)!.id;
		await this.n8n().run(workflow('ingest-recording'), { trigger, items: [handed], timeoutMs: 90_000 });
		const plan = async () => {
			const { nodes } = await this.n8n().run(workflow('cleanup-zoom'), { trigger: 'Run Now', timeoutMs: 90_000 });
			return nodes['Plan the Cleanup']?.[0]?.outputs[0]?.find(({ json }) => json.meetingUuid === uuid)?.json;
		};
		let found: Record<string, any> | undefined;
		await until('the recording to be due', async () => (found = await plan())?.cleanup?.decision === 'trash');
		return found!;
	}

	private address(path: string): string {
		return `http://127.0.0.1:${(this.files.address() as AddressInfo).port}${path}`;
	}

	/** From here on the vendor gives no answer to the next such request, and carries it out or not. */
	private async silence(vendor: 'kaltura' | 'zoom', endpoint: string, end: End): Promise<void> {
		const kind = CARRIED_OUT[end] ? 'stall' : 'hang';
		await this.sandbox.control[vendor].fault({ match: { endpoint }, times: 1, fault: { kind } });
	}

	/** Starts a workflow as the editor's button does, and waits until the vendor holds its answer back. */
	private async met(
		flow: string,
		vendor: 'kaltura' | 'zoom',
		end: End,
		items: object[],
		binary?: object,
	): Promise<string> {
		const struck = async () =>
			(await this.sandbox.control[vendor].call('GET', '/faults')).faults.filter(
				(fault: any) => (fault.struck ?? fault.used) > 0,
			).length;
		const before = await struck();
		const { id } = this.workflows.get(end === 'time is up' ? `${flow} ${end}` : flow)!;
		const executionId = await this.hand(id, items, binary);
		await until(`${flow} to be half-way`, async () => {
			if ((await struck()) > before) return true;
			const { status, error, lastNode } = await this.n8n().execution(executionId);
			if (status === 'running' || status === 'new') return false;
			throw new Error(`${flow} ended before: ${status} at ${lastNode}, ${JSON.stringify(error)}`);
		});
		return executionId;
	}

	private async hand(workflowId: string, items: object[], binary?: object): Promise<string> {
		const { nodes } = await this.n8n().rest('GET', `/rest/workflows/${workflowId}`);
		const main = [items.map((json, item) => ({ json, pairedItem: { item }, ...(binary ? { binary } : {}) }))];
		const name = nodes.find(({ type }: any) => type === 'n8n-nodes-base.executeWorkflowTrigger').name;
		const about = {
			startTime: Date.now(),
			executionTime: 0,
			executionIndex: 0,
			executionStatus: 'success',
			source: [],
		};
		const { executionId } = await this.n8n().rest('POST', `/rest/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name, data: { ...about, data: { main } } },
		});
		return String(executionId);
	}

	private async again(flow: string, items: object[], binary?: object): Promise<void> {
		const id = await this.hand(this.workflows.get(flow)!.id, items, binary);
		await until(`${flow} to end`, async () => {
			const { status, error } = await this.n8n().execution(id);
			if (status === 'error' || status === 'crashed') throw new Error(JSON.stringify(error));
			return status === 'success';
		});
	}
}

const HOST = 'basic.user@example.edu';
const VIDEO = resolve('sandbox/media/gallery_view.mp4');
const template = (key: string) => JSON.parse(readFileSync(resolve('workflows', `${key}.json`), 'utf8')) as WorkflowJson;

function media(name: string, parameters: Record<string, unknown>): WorkflowJson {
	return {
		name,
		nodes: [
			{
				name: START,
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.1,
				position: [0, 0],
				parameters: { inputSource: 'passthrough' },
			},
			{
				name: 'Content',
				type: `${OURS}.kalturaMedia`,
				typeVersion: 1,
				position: [200, 0],
				parameters: { resource: 'content', ...parameters },
			},
		],
		connections: { [START]: { main: [[{ node: 'Content', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** Changes every claim: as if minutes had passed, or as if another run had taken it. */
function onClaims(name: string, value: Record<string, string>): WorkflowJson {
	return {
		name,
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{
				name: 'Claims',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [200, 0],
				parameters: {
					resource: 'row',
					operation: 'update',
					dataTableId: { __rl: true, mode: 'name', value: 'zoom_kaltura_claims' },
					matchType: 'allConditions',
					filters: { conditions: [{ keyName: 'id', condition: 'gt', keyValue: '0' }] },
					columns: { mappingMode: 'defineBelow', value, schema: [] },
				},
			},
		],
		connections: { Start: { main: [[{ node: 'Claims', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
