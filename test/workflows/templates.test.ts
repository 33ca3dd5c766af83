import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import type { INodeType } from 'n8n-workflow';

/**
 * What every template promises to the admin who imports it. Whether its parameters and connections fit the nodes is judged
 * by scripts/templates/check.cjs, which the build runs too.
 */
const root = resolve(__dirname, '../..');
const { templateFaults } = jest.requireActual<{ templateFaults(workflow: Workflow, known: object): string[] }>(
	'../../scripts/templates/check.cjs',
);
const manifest = jest.requireActual<{ name: string; n8n: { nodes: string[] } }>('../../package.json');

interface WorkflowNode {
	name: string;
	type: string;
	position: [number, number];
	parameters: Record<string, any>;
	retryOnFail?: boolean;
	alwaysOutputData?: boolean;
	onError?: string;
	notes?: string;
	credentials?: Record<string, unknown>;
}
interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, { main: Array<Array<{ node: string }> | null> }>;
	settings?: { errorWorkflow?: string };
	pinData?: object;
	staticData?: unknown;
}

/** Our node types, from their sources: this test needs no build. */
const ownNodeTypes = new Map(
	manifest.n8n.nodes.map((path) => {
		const className = basename(path, '.node.js');
		const source = join(root, path.replace(/^dist/, '').replace(/\.js$/, ''));
		const { description } = new (jest.requireActual<Record<string, new () => INodeType>>(source)[className]!)();
		return [`${manifest.name}.${description.name}`, [description]];
	}),
);

const templates = readdirSync(join(root, 'workflows'))
	.filter((file) => file.endsWith('.json'))
	.map((file): [string, Workflow] => [
		file.slice(0, -'.json'.length),
		JSON.parse(readFileSync(join(root, 'workflows', file), 'utf8')) as Workflow,
	]);
const keys = templates.map(([key]) => key);
const titles = templates.map(([, { name }]) => name);

const STICKY = 'n8n-nodes-base.stickyNote';
/** Yellow: n8n's first colour, which a note without one has. */
const isOverview = ({ type, parameters }: WorkflowNode) => type === STICKY && [undefined, 1].includes(parameters.color);

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}
/** What the editor draws: a square of 100 with up to two lines of name below it; a sticky in its own size. */
function boxOf({ name, type, position: [left, top], parameters }: WorkflowNode): Box {
	if (type !== STICKY) return { name, left, top, right: left + 100, bottom: top + 140 };
	return { name, left, top, right: left + (parameters.width ?? 240), bottom: top + (parameters.height ?? 160) };
}
const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test('there are templates, and no two have the same title', () => {
	expect(keys).toEqual(
		expect.arrayContaining(['ingest-recording', 'ingest-live', 'ingest-reconcile', 'ingest-backfill']),
	);
	expect(new Set(titles).size).toBe(titles.length);
	for (const title of titles) expect(title).toMatch(/^Zoom to Kaltura: \S/);
});

describe.each(templates)('%s', (_, workflow) => {
	const text = JSON.stringify(workflow);
	const stickies = workflow.nodes.filter(({ type }) => type === STICKY);
	const working = workflow.nodes.filter(({ type }) => type !== STICKY);

	test('explains itself: one yellow note with How it works and Setup, neither a line nor an essay', () => {
		const overviews = workflow.nodes.filter(isOverview);
		expect(overviews.map(({ name }) => name)).toHaveLength(1);
		const content = String(overviews[0]!.parameters.content);
		expect(content).toMatch(/### How it works[^]+### Setup/);
		const words = content.split(/\s+/).length;
		expect(words).toBeGreaterThanOrEqual(80);
		expect(words).toBeLessThanOrEqual(350);
	});

	test('the overview stands left of everything else', () => {
		const overview = boxOf(workflow.nodes.find(isOverview)!);
		const leftmost = Math.min(...working.map(({ position: [x] }) => x));
		expect(overview.left).toBeLessThan(leftmost);
	});

	const nextOf = (name: string): string[] =>
		workflow.connections[name]?.main.flatMap((output) => (output ?? []).map(({ node }) => node)) ?? [];
	const followed = new Set(Object.keys(workflow.connections).flatMap(nextOf));
	const triggers = working.filter(({ name, type }) => !followed.has(name) && /trigger$|webhook$/i.test(type));

	test('is set up in one node named Configuration, right behind a trigger', () => {
		const configurations = working.filter(({ name }) => name === 'Configuration');
		expect(configurations.map(({ type }) => type)).toEqual(['n8n-nodes-base.set']);
		expect(triggers.map(({ name }) => nextOf(name)).flat()).toContain('Configuration');
	});

	test('nothing reads Configuration before it has run, whichever trigger started', () => {
		const reached = new Set<string>();
		const walk = (name: string): void => {
			if (name === 'Configuration' || reached.has(name)) return;
			reached.add(name);
			nextOf(name).forEach(walk);
		};
		for (const { name } of triggers) walk(name);
		const early = working.filter(
			({ name, parameters }) => reached.has(name) && /\$\(\\?['"]Configuration/.test(JSON.stringify(parameters)),
		);
		expect(early.map(({ name }) => name)).toEqual([]);
	});

	test('a form shows its page after the work is begun: nothing is left for a page that may never be opened', () => {
		// n8n runs branches from top to bottom, and at a page it waits until a browser asks for it.
		const leadsToPage = (name: string, seen = new Set<string>()): boolean => {
			if (seen.has(name)) return false;
			seen.add(name);
			return (
				working.find((node) => node.name === name)?.type === 'n8n-nodes-base.form' ||
				nextOf(name).some((next) => leadsToPage(next, seen))
			);
		};
		const height = (name: string) => workflow.nodes.find((node) => node.name === name)!.position[1];
		const late = Object.values(workflow.connections)
			.flatMap(({ main }) => main)
			.flatMap((output) => {
				const branches = (output ?? []).map(({ node }) => node).sort((a, b) => height(a) - height(b));
				const page = branches.findIndex((name) => leadsToPage(name));
				return page < 0 ? [] : branches.slice(page + 1).filter((name) => !leadsToPage(name));
			});
		expect(late).toEqual([]);
	});

	test('tries no table again whose rows have a column "error": n8n takes that for a failure and writes them three times', () => {
		const tables = working.filter(({ type }) => type === 'n8n-nodes-base.dataTable');
		const withError = tables
			.filter(({ parameters }) => parameters.columns?.column?.some(({ name }: { name: string }) => name === 'error'))
			.map(({ parameters }) => parameters.tableName);
		const again = tables.filter(
			({ retryOnFail, parameters }) => retryOnFail && withError.includes(parameters.dataTableId?.value),
		);
		expect(again.map(({ name }) => name)).toEqual([]);
	});

	test('uses nothing that n8n 3 ends or changes; the real n8n is asked in test/e2e/n8n.test.ts', () => {
		const each = working.filter(({ type, parameters }) => /executeWorkflow$/.test(type) && parameters.mode === 'each');
		// An empty item beside what leaves by another output: n8n 3 adds none.
		const several = ({ type, onError }: WorkflowNode) => {
			const outputs = ownNodeTypes.get(type)?.[0]?.outputs ?? [];
			return onError === 'continueErrorOutput' || !Array.isArray(outputs) || outputs.length > 1 || /\.(if|switch)$/.test(type);
		};
		const always = working.filter((node) => node.alwaysOutputData && several(node));
		expect([...each, ...always].map(({ name }) => name)).toEqual([]);
	});

	test('holds nothing of the n8n that it was made in: no credentials, pinned data, static data, environment', () => {
		expect(
			working.filter(({ credentials }) => Object.keys(credentials ?? {}).length > 0).map(({ name }) => name),
		).toEqual([]);
		expect(Object.keys(workflow.pinData ?? {})).toEqual([]);
		expect(workflow.staticData ?? null).toBeNull();
		expect(text).not.toMatch(/\$env\b|getWorkflowStaticData|\$workflow\.staticData/);
	});

	test('every node has a name of its own that says what it does', () => {
		const names = workflow.nodes.map(({ name }) => name);
		expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
		// What n8n calls a node that nobody has named.
		const unnamed =
			/^(Edit Fields|If|Switch|Merge|Code|HTTP Request|Data table|Loop Over Items|Split Out|Execute Workflow|Sticky Note|Wait|Kaltura Media|Kaltura Users|Owner Resolver|Group Sync|Zoom Recordings|Zoom Users\/Groups)\d*$/i;
		expect(names.filter((name) => unnamed.test(name))).toEqual([]);
	});

	test('says what it takes, where others call it', () => {
		const called = working.filter(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger');
		expect(called.filter(({ notes = '' }) => notes.length < 20).map(({ name }) => name)).toEqual([]);
	});

	test('no node lies on another, and no note covers a node', () => {
		const boxes = workflow.nodes.map(boxOf);
		const pairs = boxes.flatMap((a, index) =>
			boxes.slice(index + 1).flatMap((b) => (overlap(a, b) ? [`${a.name} and ${b.name}`] : [])),
		);
		expect(pairs).toEqual([]);
	});

	test('calls only templates that exist, by their titles', () => {
		const called = working.flatMap(({ name, type, parameters }) =>
			type === 'n8n-nodes-base.executeWorkflow' ? [[name, parameters.workflowId.cachedResultName] as const] : [],
		);
		for (const [name, title] of called) expect([name, titles]).toEqual([name, expect.arrayContaining([title])]);
		const { errorWorkflow } = workflow.settings ?? {};
		if (errorWorkflow) expect([...keys, ...titles]).toContain(errorWorkflow);
	});

	test("fits this package's nodes: every type, version, parameter and option exists, one credential of a type per node", () => {
		const known = { own: ownNodeTypes, core: null, templates: [...keys, ...titles] };
		expect(templateFaults(workflow, known)).toEqual([]);
	});

	test('all notes but the overview are white', () => {
		expect(
			stickies.filter((sticky) => !isOverview(sticky) && sticky.parameters.color !== 7).map(({ name }) => name),
		).toEqual([]);
	});
});
