import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Templates work on many rows at once, and one row must never harm another. n8n makes that easy to get wrong in two ways:
 * "Execute Once" hands on the first item and drops all others, and a node without "On Error" ends the run for everybody.
 */
interface Node {
	name: string;
	type: string;
	parameters: Record<string, any>;
	executeOnce?: boolean;
	onError?: string;
}
interface Workflow {
	nodes: Node[];
	connections: Record<string, { main: Array<Array<{ node: string }> | null> }>;
}
const folder = resolve(__dirname, '../../workflows');
const templates = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.map((file): [string, Workflow] => [
		file.slice(0, -'.json'.length),
		JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow,
	]);

const kindOf = ({ type }: Node) => type.split('.').at(-1)!;
const nextOf = ({ connections }: Workflow, name: string) =>
	connections[name]?.main.flatMap((output) => (output ?? []).map(({ node }) => node)) ?? [];
const beforeOf = (workflow: Workflow, name: string) =>
	workflow.nodes.filter((node) => nextOf(workflow, node.name).includes(name));

/** What decides about items and hands them on. */
const DECIDES = ['if', 'filter', 'switch'];
/** Executed once, or behind one item, these give one. */
const GIVES_ONE = ['set', 'if', 'filter', 'switch', 'form', 'wait', 'noOp', 'stopAndError'];
const STARTS_WITH_ONE = /^(manual|schedule|form|n8n)Trigger$|^webhook$/;
function givesOne(workflow: Workflow, node: Node, seen: readonly Node[] = []): boolean {
	if (STARTS_WITH_ONE.test(kindOf(node))) return true;
	if (node.executeOnce === true && `${node.parameters.resource}/${node.parameters.operation}` === 'table/create')
		return true;
	if (!GIVES_ONE.includes(kindOf(node)) || seen.includes(node)) return false;
	return node.executeOnce === true || behindOne(workflow, node, [...seen, node]);
}
function behindOne(workflow: Workflow, node: Node, seen: readonly Node[] = []): boolean {
	const before = beforeOf(workflow, node.name);
	return before.length > 0 && before.every((one) => givesOne(workflow, one, seen));
}

/** These take the first item only because the rest does not matter to them, in templates that look at one thing at a time. */
const ONE_THING: Record<string, string> = {
	'decide-access: File Usable?': 'the answer about one file',
	'judge-access: Any Snapshot?': 'a question about the table; the snapshots are read from it by name',
	'judge-access: Look Now?': 'a question about the one item of the caller',
	'start-campaign: Anything to Review?': 'a question about the one item that holds all',
	'take-claim: Held by Us Alone?': 'one claim',
	'take-claim: Wait for It?': 'one claim',
};

test.each(templates)('%s: nothing that decides about items drops all but the first', (key, workflow) => {
	const dropping = workflow.nodes
		.filter((node) => node.executeOnce === true && DECIDES.includes(kindOf(node)))
		.filter((node) => {
			const starts = nextOf(workflow, node.name).map((name) => workflow.nodes.find((one) => one.name === name)!);
			// Those behind it only need to be started, or there was one item only.
			return !starts.every((one) => one.executeOnce === true || kindOf(one) === 'noOp') && !behindOne(workflow, node);
		})
		.map(({ name }) => `${key}: ${name}`);
	expect(dropping.filter((name) => ONE_THING[name] === undefined)).toEqual([]);
});

/** What may end the run of all, with the reason. */
const WHOLE = 'judges all rows together and asks no vendor';
const ROUTES = 'what fails for one user leaves by the output Failed';
const ENDS_ALL: Record<string, string> = {
	'cleanup-zoom: Plan the Cleanup': WHOLE,
	'compare-users: Compare': WHOLE,
	'compare-users: Find Them by Address':
		'asks for all together; without an answer nobody may be called missing. An empty address is found nowhere',
	'count-days: Count Them': WHOLE,
	'count-days: Days to Count': WHOLE,
	'count-days: Since When': WHOLE,
	'decide-failures: Meant by the Form': WHOLE,
	'delete-leavers: Who May Be Deleted': 'looks at each, and names whom Zoom did not tell of',
	'ingest-backfill: Sum Up': WHOLE,
	'ingest-window: Count Them': WHOLE,
	'ingest-window: Count the Batch': WHOLE,
	'ingest-windows: This Window': WHOLE,
	'ingest-reconcile: Since When': 'looks at the one checkpoint',
	'ingest-reconcile: List Recordings': 'an incomplete list must not move the checkpoint',
	'ingest-recording: Outcome Rows': WHOLE,
	'ingest-recording: Where Known Rows Are': WHOLE,
	'ingest-recording: With What Is Known': WHOLE,
	'install: Draw the Page': WHOLE,
	'invite-again: Who Is Due': WHOLE,
	'list-people: Everybody': 'an account that is not read whole would look like people who left',
	'list-people: Read the People': 'one list; a part of it would look like people who left',
	'morning-digest: Send the Digest': 'one mail about everything, and nothing after it',
	'plan-group-changes: Plan': ROUTES,
	'record-outcome: What Is New': WHOLE,
	'record-outcome: Where the Rows Are': WHOLE,
	'report-status: Draw the Page': WHOLE,
	'report-status: Which Rows': WHOLE,
	'retry-failures: Plan the Retries': WHOLE,
	'sync-groups-at-login: Zoom Account': 'says whose logins these are; without it nothing may be kept',
	'sync-groups-from-zoom: Get the Zoom Groups': 'a list that is not whole would look like people who left',
	'sync-groups: Read the Directory': 'one list; a part of it would look like people who left',
	'sync-groups: Read the List': 'one list; a part of it would look like people who left',
	'write-group-changes: Look Again': ROUTES,
	'write-group-changes: Write These': ROUTES,
};
const ASKS_PER_ITEM = /^n8n-nodes-zoom-kaltura\.|\.(emailSend|httpRequest)$/;

test.each(templates)('%s: a row that a vendor refuses does not end the run of the others', (key, workflow) => {
	const ending = workflow.nodes
		.filter(({ type }) => ASKS_PER_ITEM.test(type) && !/trigger$/i.test(type))
		.filter((node) => node.executeOnce !== true && node.onError === undefined)
		.filter((node) => !behindOne(workflow, node))
		.map(({ name }) => `${key}: ${name}`);
	expect(ending.filter((name) => ENDS_ALL[name] === undefined)).toEqual([]);
});

test('what is listed as an exception is still there', () => {
	const names = templates.flatMap(([key, { nodes }]) => nodes.map(({ name }) => `${key}: ${name}`));
	expect([...Object.keys(ONE_THING), ...Object.keys(ENDS_ALL)].filter((name) => !names.includes(name))).toEqual([]);
});
