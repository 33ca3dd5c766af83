/**
 * The templates provision-zoom-users and sync-users, executed by n8n's own engine and nodes inside jest, against the sandbox.
 * Data tables, forms and the wait are replaced by what would come out of them: those parts of n8n need its server.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IPinData,
	IRun,
	IRunData,
	IVersionedNodeType,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { KalturaUsers } from '../../nodes/KalturaUsers/KalturaUsers.node';
import { ZoomUsersGroups } from '../../nodes/ZoomUsersGroups/ZoomUsersGroups.node';
import { N8nContext, useMemoryForProcessedItems } from '../n8n-context';
import type { Sandbox } from '../sandbox';
import { startSandbox } from '../sandbox';

const paths = pathToFileURL(resolve('scripts/install/paths.mjs')).href;
const n8nFolder = execFileSync(
	process.execPath,
	['--input-type=module', '-e', `import { n8nFolder } from '${paths}'; process.stdout.write(n8nFolder());`],
	{ encoding: 'utf8' },
);
type AnyNodeType = INodeType | IVersionedNodeType;
function coreNode(file: string): AnyNodeType {
	const path = join(n8nFolder, 'node_modules/n8n-nodes-base/dist/nodes', `${file}.node.js`);
	return new (jest.requireActual<Record<string, new () => AnyNodeType>>(path)[file.split('/').at(-1)!]!)();
}
const { ExecutionLifecycleHooks, WorkflowExecute } = jest.requireActual<typeof import('n8n-core')>('n8n-core');

const SET = 'n8n-nodes-base.set';
const NO_OP = 'n8n-nodes-base.noOp';
const TRIGGER = 'n8n-nodes-base.manualTrigger';
const types: Record<string, AnyNodeType> = {
	[SET]: coreNode('Set/Set'),
	[NO_OP]: coreNode('NoOp/NoOp'),
	[TRIGGER]: coreNode('ManualTrigger/ManualTrigger'),
	'n8n-nodes-base.if': coreNode('If/If'),
	'n8n-nodes-base.switch': coreNode('Switch/Switch'),
	'n8n-nodes-base.filter': coreNode('Filter/Filter'),
	'n8n-nodes-base.splitOut': coreNode('Transform/SplitOut/SplitOut'),
	'n8n-nodes-base.executeWorkflow': coreNode('ExecuteWorkflow/ExecuteWorkflow/ExecuteWorkflow'),
	'n8n-nodes-base.stopAndError': coreNode('StopAndError/StopAndError'),
	'n8n-nodes-zoom-kaltura.zoomUsersGroups': new ZoomUsersGroups(),
	'n8n-nodes-zoom-kaltura.kalturaMedia': new KalturaMedia(),
	'n8n-nodes-zoom-kaltura.kalturaUsers': new KalturaUsers(),
};
const nodeTypes: INodeTypes = {
	getByName: (name) => types[name]!,
	getByNameAndVersion: (name, version) => {
		const type = types[name]!;
		return 'nodeVersions' in type ? type.getNodeType(version) : type;
	},
	getKnownTypes: () => ({}),
};

let sandbox: Sandbox;
beforeAll(async () => {
	await useMemoryForProcessedItems();
	sandbox = await startSandbox({ data: 'directory' });
}, 60_000);
afterAll(() => sandbox?.stop());

type Given = Record<string, IDataObject | IDataObject[] | null>;
interface Content {
	name: string;
	nodes: INode[];
	connections: Workflow['connectionsBySourceNode'];
}
const contents = readdirSync('workflows')
	.filter((file) => file.endsWith('.json'))
	.map((file) => JSON.parse(readFileSync(join('workflows', file), 'utf8')) as Content);
/** Titles and file names agree but for how they are written. */
const contentOf = (template: string) =>
	contents.find(({ name }) => name.toLowerCase() === `zoom to kaltura: ${template.replaceAll('-', ' ')}`)!;

/**
 * The workflows that it calls run too, each with the same replacements.
 * @param given what comes out of a node that is replaced; `null` makes it a trigger. "Rows Again" is what the table holds when it
 * is read for the second time.
 */
async function run(
	template: string,
	start: string,
	{ given = {}, configuration = {} }: { given?: Given; configuration?: IDataObject } = {},
) {
	const context = new N8nContext({ ...sandbox.credentials });
	const runData: IRunData = {};
	let lists = 0;
	const execute = async (content: Content, startsAt: string, input?: INodeExecutionData[]): Promise<IRun> => {
		const again = content.name.endsWith('list people') && ++lists > 1 && given['Rows Again'] !== undefined;
		const rows = again ? { 'Rows of the Table': given['Rows Again']! } : {};
		const { workflow, pinData } = prepared(structuredClone(content), context, { ...given, ...rows }, configuration);
		if (input) {
			Object.assign(workflow.getNode(startsAt)!, { type: NO_OP, typeVersion: 1, parameters: {} });
			pinData[startsAt] = input;
		}
		const data = context.additionalData();
		data.hooks = new ExecutionLifecycleHooks('manual', '1', content as never);
		data.getRunExecutionData = async () => undefined;
		data.executeWorkflow = async ({ id }, _, options) => {
			const called = contents.find(({ name }) => name === id)!;
			const trigger = called.nodes.find(({ type }) => type.endsWith('.executeWorkflowTrigger'))!;
			const done = await execute(called, trigger.name, options.inputData ?? []);
			if (done.data.resultData.error) throw done.data.resultData.error;
			const last = done.data.resultData.runData[done.data.resultData.lastNodeExecuted!]!.at(-1)!;
			return { executionId: '1', data: (last.data?.main ?? []) as INodeExecutionData[][] };
		};
		const result = await new WorkflowExecute(data, 'manual').run({
			workflow,
			startNode: workflow.getNode(startsAt)!,
			pinData,
		});
		for (const [name, runs] of Object.entries(result.data.resultData.runData)) (runData[name] ??= []).push(...runs);
		return result;
	};
	const { error } = (await execute(contentOf(template), start)).data.resultData;
	return {
		error,
		has: (name: string) => name in runData,
		out: (name: string) => (runData[name] ?? []).flatMap((one) => one.data?.main?.[0] ?? []).map(({ json }) => json),
	};
}

function prepared(content: Content, context: N8nContext, given: Given, configuration: IDataObject) {
	const pinData: IPinData = {};
	for (const node of content.nodes) {
		const out = given[node.name];
		const options = { mode: 'raw', jsonOutput: JSON.stringify(out), options: {} };
		if (Array.isArray(out)) {
			pinData[node.name] = out.map((json) => ({ json }));
			Object.assign(node, { type: NO_OP, typeVersion: 1, parameters: {} });
		} else if (out === null) Object.assign(node, { type: TRIGGER, typeVersion: 1, parameters: {} });
		else if (out) Object.assign(node, { type: SET, typeVersion: 3.4, parameters: options });
		// A row that was written has an id.
		else if (['insert', 'upsert'].includes(String(node.parameters.operation)) && !types[node.type])
			Object.assign(node, {
				type: SET,
				typeVersion: 3.4,
				parameters: { mode: 'raw', jsonOutput: '{"id": 1}', includeOtherFields: true, options: {} },
			});
		else if (!types[node.type]) Object.assign(node, { type: NO_OP, typeVersion: 1, parameters: {} });
		if (node.name === 'Configuration') {
			const { assignments } = node.parameters.assignments as { assignments: Array<{ name: string; value: unknown }> };
			for (const field of assignments) field.value = configuration[field.name] ?? field.value;
		}
		const called = node.parameters.workflowId as { value: string; cachedResultName: string } | undefined;
		if (called) called.value = called.cachedResultName;
		const wanted = nodeTypes.getByNameAndVersion(node.type, node.typeVersion).description.credentials ?? [];
		const held = wanted.filter(({ name }) => context.has(name));
		node.credentials = Object.fromEntries(held.map(({ name }) => [name, { id: name, name }]));
	}
	const settings = { executionOrder: 'v1' } as const;
	const workflow = new Workflow({ id: content.name, ...content, active: false, nodeTypes, settings });
	return { workflow, pinData };
}
const zoomWrites = async () => (await sandbox.control.zoom.counts()).writes;
const kalturaWrites = async () => (await sandbox.control.kaltura.counts()).writes;
const uploaded = (row: IDataObject, Decision: string) => ({
	given: {
		'Upload a List': null,
		'Read the List': row,
		'Show the Plan': { Decision },
		'Take the Claim': { held: true },
	},
});

describe('provision-zoom-users', () => {
	const mover = { email: 'licensed.unused@example.edu', department: 'History' };

	test('without approval nothing is written; the plan says each step in words', async () => {
		const before = await zoomWrites();
		const seen = await run('provision-zoom-users', 'Upload a List', uploaded(mover, 'Change nothing'));
		expect(seen.error).toBeUndefined();
		expect(seen.out('The Plan')).toMatchObject([
			{ planned: 1, text: expect.stringMatching(/licensed\.unused@example\.edu: dept: .* → History/) },
		]);
		expect(seen.has('Carry Out the Plan')).toBe(false);
		expect(await zoomWrites()).toBe(before);
	});

	test('an approved plan is carried out and noted; the same list again asks nobody and writes nothing', async () => {
		const first = await run('provision-zoom-users', 'Upload a List', uploaded(mover, 'Carry it out'));
		expect(first.out('Outcome Rows')).toMatchObject([{ email: mover.email, outcome: 'changed', leftAt: null }]);
		const before = await zoomWrites();
		const again = await run('provision-zoom-users', 'Upload a List', uploaded(mover, 'Carry it out'));
		expect(again.has('Show the Plan')).toBe(false);
		expect(await zoomWrites()).toBe(before);
	});

	test('a leaver of the table is deactivated at once, with the date; more than approveFrom waits', async () => {
		const leaver = { email: 'basic.user@example.edu', status: 'leaver' };
		const given = { 'Rows of the Table': leaver, 'Rows Again': leaver, 'Take the Claim': { held: true } };
		const before = await zoomWrites();
		const asked = await run('provision-zoom-users', 'Run Now', {
			given: { ...given, 'Ask for Approval': { Decision: 'Change nothing' } },
		});
		expect([asked.has('Ask for Approval'), await zoomWrites()]).toEqual([true, before]);
		const done = await run('provision-zoom-users', 'Run Now', { given, configuration: { approveFrom: 1 } });
		expect(done.out('Outcome Rows')).toMatchObject([{ status: 'inactive', outcome: 'changed' }]);
		expect(done.out('Outcome Rows')[0]!.leftAt).toMatch(/^\d{4}-/);
	});

	test('a log-out that fails is tried again the next day, and does not take the leaver off the deletion', async () => {
		await sandbox.control.zoom.reset('directory');
		const leaver = { email: 'basic.user@example.edu', status: 'leaver' };
		const given = { 'Rows of the Table': leaver, 'Rows Again': leaver, 'Take the Claim': { held: true } };
		const configuration = { approveFrom: 5 };
		await sandbox.control.zoom.fault({
			match: { method: 'DELETE', path: '/token' },
			fault: { kind: 'status', status: 400 },
		});
		const first = (await run('provision-zoom-users', 'Run Now', { given, configuration })).out('Outcome Rows');
		expect(first).toMatchObject([{ outcome: 'partly', leftAt: expect.stringMatching(/^\d{4}-/) }]);
		const nextDay = {
			configuration,
			given: { ...given, 'Who Left Before': { email: leaver.email, leftAt: '2026-11-01T04:00:00.000Z' } },
		};
		const second = (await run('provision-zoom-users', 'Run Now', nextDay)).out('Outcome Rows');
		expect(second).toMatchObject([{ outcome: 'failed', leftAt: '2026-11-01T04:00:00.000Z' }]);
		await sandbox.control.zoom.clearFaults();
		const third = (await run('provision-zoom-users', 'Run Now', nextDay)).out('Outcome Rows');
		expect(third).toMatchObject([{ outcome: 'changed', steps: 'Log out (done)', leftAt: '2026-11-01T04:00:00.000Z' }]);
		const last = await run('provision-zoom-users', 'Run Now', nextDay);
		expect([last.error, last.has('Carry Out the Plan')]).toEqual([undefined, false]);
	});

	test('an unknown group in one row of the table is refused, and keeps no leaver in', async () => {
		await sandbox.control.zoom.reset('directory');
		const rows = [
			{ email: mover.email, groups: 'No Such Group' },
			{ email: 'basic.user@example.edu', status: 'Terminated', groups: 'No Such Group' },
		];
		const given = { 'Rows of the Table': rows, 'Rows Again': rows, 'Take the Claim': { held: true } };
		const configuration = { approveFrom: 5 };
		const seen = await run('provision-zoom-users', 'Run Now', { given, configuration });
		expect(seen.error).toBeUndefined();
		expect(seen.out('What Is New')).toMatchObject([
			{ email: mover.email, outcome: 'refused', message: expect.stringContaining('No Such Group') },
		]);
		expect(seen.out('Outcome Rows')).toMatchObject([{ email: 'basic.user@example.edu', outcome: 'changed' }]);
		expect(seen.out('Outcome Rows')[0]!.leftAt).toMatch(/^\d{4}-/);
	});

	test('a plan whose values are no longer those that somebody approved is not carried out', async () => {
		const before = await zoomWrites();
		const given = {
			'Rows of the Table': { email: mover.email, department: 'Physics' },
			'Ask for Approval': { Decision: 'Carry it out' },
			'Take the Claim': { held: true },
			'Rows Again': { email: mover.email, department: 'Chemistry' },
		};
		const { out, has } = await run('provision-zoom-users', 'Run Now', { given });
		expect(out('Still as Approved')).toMatchObject([{ people: [], others: [mover.email] }]);
		expect(has('Carry Out the Plan')).toBe(false);
		expect(await zoomWrites()).toBe(before);
	});

	test('a plan that a newer one has replaced is not carried out, whatever was decided about it', async () => {
		const before = await zoomWrites();
		const given = {
			'Rows of the Table': { email: mover.email, department: 'Physics' },
			'Rows Again': { email: mover.email, department: 'Physics' },
			'Ask for Approval': { Decision: 'Carry it out' },
			'Take the Claim': { held: true },
			'Plans Since': { state: 'plan', runId: 'newer' },
		};
		const { error, has } = await run('provision-zoom-users', 'Run Now', { given });
		expect(error?.message).toMatch(/newer plan has replaced/);
		expect([has('Carry Out'), await zoomWrites()]).toEqual([false, before]);
	});

	test('what is switched off is shown, and nobody is asked about it', async () => {
		const before = await zoomWrites();
		const given = { 'Rows of the Table': [mover, { email: 'auditor@example.edu', status: 'left' }] };
		const configuration = { allowUpdate: false, allowDeactivate: false };
		const { out, has } = await run('provision-zoom-users', 'Run Now', { given, configuration });
		expect(out('Ensure').map(({ outcome }) => outcome)).toEqual(['switched-off', 'switched-off']);
		expect(out('The Plan')).toMatchObject([{ text: expect.stringContaining('2 not allowed by the settings') }]);
		expect([has('Ask for Approval'), await zoomWrites()]).toEqual([false, before]);
	});

	test('who vanished from the list comes into the plan with the reason; too many are held back and named', async () => {
		await sandbox.control.zoom.reset('directory');
		const { users } = (await sandbox.control.zoom.state()) as { users: Array<{ email: string }> };
		const rows = users.flatMap(({ email }) => (email === 'basic.user@example.edu' ? [] : { email }));
		const given = { 'When Called': null, 'Rows of the Table': rows, 'Missing So Far': [{}] };
		const rules = { sourceIsTruth: true, missingRuns: 1, missingDays: 0, vanishedMostShare: 100 };
		const listed = async (more: IDataObject) =>
			(await run('list-people', 'When Called', { given, configuration: { ...rules, ...more } })).out('Each Person');
		expect(await listed({ sourceIsTruth: false })).toHaveLength(rows.length);
		const leaver = (await listed({})).at(-1)!;
		const plan = async (row: IDataObject) =>
			await run('provision-zoom-users', 'Run Now', {
				given: { 'Rows of the Table': { email: row.email! }, 'Each Person': row },
			});
		const seen = await plan(leaver);
		expect(seen.out('The Plan')).toMatchObject([
			{
				text: expect.stringMatching(
					/basic\.user@example\.edu: status: active → inactive.* Not in the list since \d{4}-/,
				),
			},
		]);
		const held = await plan((await listed({ vanishedMost: 0 })).at(-1)!);
		expect(held.out('What Is New')).toMatchObject([
			{
				email: 'basic.user@example.edu',
				outcome: 'refused',
				message: expect.stringMatching(/^Not in the list since .* the limit is 0/),
			},
		]);
		expect(held.has('Ask for Approval')).toBe(false);
	});

	test('the plan counts licences against those that the contract has', async () => {
		await sandbox.control.zoom.reset('directory');
		const given = { 'Rows of the Table': { email: 'basic.user@example.edu', licence: 'Licensed' } };
		const plan = async (configuration: IDataObject) =>
			String((await run('provision-zoom-users', 'Run Now', { given, configuration })).out('The Plan')[0]!.text);
		expect(await plan({})).toMatch(/Licences: 1 given, 0 freed\.$/);
		expect(await plan({ licencesOwned: 2 })).toMatch(
			/has 2 and uses \d+: \d+ too few, so Zoom will refuse the last \d+\./,
		);
		expect(await plan({ licencesOwned: 5000 })).toMatch(/that is enough\.$/);
	});

	test('a refusal is noted once, and ends when it is over; the digest tells it', async () => {
		await sandbox.control.zoom.reset('directory');
		const rows = [{ email: mover.email, groups: 'No Such Group' }];
		const noted = async (people: IDataObject[], before: IDataObject[]) =>
			(
				await run('provision-zoom-users', 'Run Now', {
					given: { 'Rows of the Table': people, 'Outcomes So Far': before },
				})
			).out('What Is New');
		const [first] = await noted(rows, [{}]);
		expect(first).toMatchObject({ email: mover.email, outcome: 'refused' });
		expect(await noted(rows, [first!])).toEqual([]);
		expect(await noted([{ email: mover.email }], [first!])).toMatchObject([{ outcome: 'unchanged', message: '' }]);
		expect(await noted([{ email: 'basic.user@example.edu' }], [first!])).toMatchObject([
			{ email: mover.email, outcome: 'not-in-the-list' },
		]);
		expect(await noted(rows, [{ ...first, account: 'another' }])).toHaveLength(1);

		const told = async (people: IDataObject[]) => {
			const none = { 'What Is Open': [{}], 'Failed Since Yesterday': [{}], 'Group Syncs Since Yesterday': [{}] };
			const given = { Account: { account: 'A' }, ...none, 'People Since Yesterday': people };
			return (await run('morning-digest', 'Send Now', { given })).out('The Digest');
		};
		expect(await told([first!])).toMatchObject([
			{
				subject: expect.stringContaining('1 people are not as their list wants'),
				text: expect.stringMatching(/- licensed\.unused@example\.edu, refused: .*No Such Group/),
			},
		]);
		expect(await told([{ ...first, outcome: 'unchanged' }])).toEqual([]);
	});

	test('leavers are deleted only when allowed, and only who is still deactivated', async () => {
		const due = (email: string) => ({
			'Every Night': null,
			'Leavers Whose Time Is Up': { email, leftAt: '2026-11-01' },
		});
		const off = await run('delete-leavers', 'Every Night', { given: due('inactive.phone@example.edu') });
		expect(off.has('Who May Be Deleted')).toBe(false);
		const configuration = { allowDelete: true, transferTo: 'alice.admin@example.edu' };
		const back = await run('delete-leavers', 'Every Night', { given: due('auditor@example.edu'), configuration });
		expect([back.has('Who May Be Deleted'), back.has('Delete and Hand Over')]).toEqual([true, false]);
		const given = due('inactive.phone@example.edu');
		const asked = await run('delete-leavers', 'Every Night', {
			given: { ...given, 'Ask Before Deleting': { Decision: 'Delete nobody' } },
			configuration,
		});
		expect(asked.out('Who May Be Deleted')).toMatchObject([
			{
				text: expect.stringMatching(
					/1 people .* inactive\.phone@example\.edu \(out since 2026-11-01\).* chats.* is lost/,
				),
			},
		]);
		expect(asked.has('Delete and Hand Over')).toBe(false);
		const gone = await run('delete-leavers', 'Every Night', {
			given: { ...given, 'Ask Before Deleting': { Decision: 'Delete them' } },
			configuration,
		});
		expect(gone.out('Delete and Hand Over')).toMatchObject([
			{ outcome: 'deleted', transferredTo: 'alice.admin@example.edu' },
		]);
	});
});

describe('sync-users', () => {
	test('as it comes it only reports', async () => {
		const before = [await zoomWrites(), await kalturaWrites()];
		const { error, out } = await run('sync-users', 'Run Now');
		expect(error).toBeUndefined();
		expect(out('Difference Rows').find(({ email }) => email === 'auditor@example.edu')).toMatchObject({
			difference: 'missing-in-kaltura',
			written: false,
		});
		expect([await zoomWrites(), await kalturaWrites()]).toEqual(before);
	});

	test('allowed to, it creates the missing users and sets their IDs in Zoom', async () => {
		const configuration = { createMissing: true, writeCmsUserId: true };
		const { out } = await run('sync-users', 'Run Now', { configuration });
		expect(out('Difference Rows').find(({ email }) => email === 'auditor@example.edu')).toMatchObject({
			kalturaUserId: 'auditor@example.edu',
			written: true,
		});
		const before = await zoomWrites();
		const again = await run('sync-users', 'Run Now', { configuration });
		// What is left is whom Kaltura refuses for a name with a formula in it; the report says so.
		expect(again.out('Difference Rows')).toMatchObject([
			{ email: 'formula@example.edu', difference: 'missing-in-kaltura', message: expect.stringContaining('not valid') },
		]);
		expect(await zoomWrites()).toBe(before);
	});

	test('what Zoom does not keep is said, and not written on every run', async () => {
		await sandbox.control.zoom.reset('directory');
		const configuration = { writeCmsUserId: true };
		const email = 'auditor@example.edu';
		const { account } = (await run('sync-users', 'Run Now')).out('Zoom Account')[0] as { account: string };
		expect(account).toMatch(/\S/);
		const given = { 'Last Report': { account, email, written: true } };
		const { out } = await run('sync-users', 'Run Now', { configuration, given });
		expect(out('Difference Rows').find((row) => row.email === email)).toMatchObject({
			account,
			difference: 'not-kept-by-zoom',
			written: false,
			message: expect.stringContaining('its Kaltura integration is off'),
		});
	});
});
