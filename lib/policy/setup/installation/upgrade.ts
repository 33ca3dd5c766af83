import { withIdsOf } from './node-ids';
import { type Assignment, type Workflow, type WorkflowNode, assignmentsOf, isNote } from './workflow';

/**
 * What the installer wrote, as one short text per thing that an admin can change: `<node id>` for the node itself (its
 * type, name and version), `<node id>/<parameter>` for each of its parameters, `<node id>/assignments/<field>` for each
 * field of an Edit Fields node, `line <node name>` for the lines that start there. Kept in a table, so that the next
 * upgrade can tell the admin's changes from ours.
 */
export type Fingerprints = Readonly<Record<string, string>>;

export function fingerprintsOf(workflow: Workflow): Fingerprints {
	const prints: Record<string, string> = {};
	for (const node of workflow.nodes)
		for (const [key, value] of Object.entries(thingsOf(node))) prints[key] = printOf(value);
	for (const [name, lines] of Object.entries(workflow.connections)) prints[`line ${name}`] = printOf(lines);
	return prints;
}

export interface Conflict {
	/** Name of the node, as the admin's workflow has it. */
	node: string;
	/** Parameter or field; null for the node as a whole, or for its lines. */
	setting: string | null;
	mine: string;
	shipped: string;
}

export interface Merged {
	workflow: Workflow;
	/** Sentences: what the new version changed. */
	updated: string[];
	/** Sentences: what the admin had changed and keeps. */
	kept: string[];
	/** Both changed: what the admin has is kept unless `preferShipped`. */
	conflicts: Conflict[];
}

/**
 * The admin's workflow, brought to the new version: what nobody touched is updated, what the admin changed is kept, what
 * both changed is a conflict. Nodes that the admin added stay; nodes that the admin removed stay away.
 * @param ownNow the workflow as it is in n8n now
 * @param written what the installer wrote last time
 * @param shipped what it would write now, wired
 */
export function merge(
	ownNow: Workflow,
	written: Fingerprints,
	shipped: Workflow,
	{ preferShipped = false } = {},
): Merged {
	const { own, then } = withIdsOf(shipped, ownNow, written);
	const merged: Merged = {
		workflow: { name: own.name, nodes: [], connections: {}, settings: { ...own.settings, ...shipped.settings } },
		updated: [],
		kept: [],
		conflicts: [],
	};
	const shippedById = new Map(shipped.nodes.map((node) => [node.id, node]));
	const names = new Map<string, string>();
	for (const node of own.nodes) {
		const next = shippedById.get(node.id);
		shippedById.delete(node.id);
		if (!next) {
			const untouched = Object.entries(thingsOf(node)).every(([key, value]) => isPrintOf(value, then[key]));
			if (then[node.id] !== undefined && untouched) {
				merged.updated.push(`Node "${node.name}" is no longer part of the template and was removed.`);
				continue;
			}
			merged.workflow.nodes.push(node);
			if (!isNote(node)) merged.kept.push(`Node "${node.name}" is yours and stays.`);
			continue;
		}
		names.set(next.name, then[node.id] === printOf(identityOf(node)) ? next.name : node.name);
		merged.workflow.nodes.push(mergeNode(node, then, next, preferShipped, merged));
	}
	for (const added of shippedById.values()) {
		if (then[added.id] !== undefined) {
			merged.kept.push(`Node "${added.name}" was removed by you and stays away.`);
			continue;
		}
		merged.workflow.nodes.push(added);
		merged.updated.push(`Node "${added.name}" is new.`);
	}
	mergeLines(own, then, shipped, preferShipped, merged);
	return merged;
}

function mergeNode(
	node: WorkflowNode,
	then: Fingerprints,
	next: WorkflowNode,
	preferShipped: boolean,
	merged: Merged,
): WorkflowNode {
	const mine = thingsOf(node);
	const theirs = thingsOf(next);
	const result: Record<string, unknown> = {};
	for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
		const setting = key === node.id ? null : key.slice(node.id.length + 1).replace(/^assignments\//, '');
		const [before, now, after] = [then[key], printOf(mine[key]), printOf(theirs[key])];
		const untouched = isPrintOf(mine[key], before ?? printOf(undefined));
		const what = setting === null ? `Node "${node.name}"` : `"${setting}" of node "${node.name}"`;
		if (now === after) result[key] = mine[key];
		else if (untouched) {
			result[key] = theirs[key];
			if (!isNote(node)) merged.updated.push(`${what} was updated.`);
		} else if (after === (before ?? printOf(undefined))) {
			result[key] = mine[key];
			merged.kept.push(`${what} was changed by you and stays.`);
		} else {
			result[key] = preferShipped ? theirs[key] : mine[key];
			merged.conflicts.push({ node: node.name, setting, mine: shown(mine[key]), shipped: shown(theirs[key]) });
		}
	}
	// Where a node stands and which credential it uses is the admin's; what the admin's node lacks is filled in.
	return {
		...rebuilt(result, node.id, next),
		position: node.position,
		...credentialsOf(node, next),
		...webhookOf(node),
	};
}

function mergeLines(
	own: Workflow,
	then: Fingerprints,
	shipped: Workflow,
	preferShipped: boolean,
	merged: Merged,
): void {
	const present = new Set(merged.workflow.nodes.map(({ name }) => name));
	for (const name of new Set([...Object.keys(own.connections), ...Object.keys(shipped.connections)])) {
		const mine = own.connections[name];
		const theirs = shipped.connections[name];
		const [before, now, after] = [then[`line ${name}`] ?? printOf(undefined), printOf(mine), printOf(theirs)];
		let lines = mine;
		if (now !== after && now === before) {
			lines = theirs;
			merged.updated.push(`The lines from node "${name}" were updated.`);
		} else if (now !== after && after === before) {
			merged.kept.push(`The lines from node "${name}" were changed by you and stay.`);
		} else if (now !== after) {
			if (preferShipped) lines = theirs;
			merged.conflicts.push({ node: name, setting: 'lines', mine: shown(mine), shipped: shown(theirs) });
		}
		if (lines !== undefined && present.has(name)) merged.workflow.connections[name] = withoutMissing(lines, present);
	}
}

/** A line to a node that is not there any more would keep n8n from publishing the workflow. */
function withoutMissing(lines: unknown, present: ReadonlySet<string>): unknown {
	if (Array.isArray(lines)) {
		return lines
			.filter((line) => !isLine(line) || present.has(line.node))
			.map((line) => (isLine(line) ? line : withoutMissing(line, present)));
	}
	if (lines === null || typeof lines !== 'object') return lines;
	return Object.fromEntries(Object.entries(lines).map(([type, list]) => [type, withoutMissing(list, present)]));
}

function isLine(value: unknown): value is { node: string } {
	return (
		value !== null &&
		typeof value === 'object' &&
		!Array.isArray(value) &&
		typeof (value as { node?: unknown }).node === 'string'
	);
}

const OF_THE_INSTANCE = new Set(['id', 'position', 'parameters', 'credentials', 'webhookId']);

/** What a node is, apart from its parameters: type, version, name, what it does after failures, … */
function identityOf(node: WorkflowNode): Record<string, unknown> {
	return Object.fromEntries(Object.entries(node).filter(([key]) => !OF_THE_INSTANCE.has(key)));
}

function thingsOf(node: WorkflowNode): Record<string, unknown> {
	const things: Record<string, unknown> = { [node.id]: identityOf(node) };
	for (const [name, value] of Object.entries(node.parameters)) {
		if (name !== 'assignments') things[`${node.id}/${name}`] = value;
	}
	for (const assignment of assignmentsOf(node)) things[`${node.id}/assignments/${assignment.name}`] = assignment;
	return things;
}

function rebuilt(things: Record<string, unknown>, id: string, shipped: WorkflowNode): WorkflowNode {
	const node: WorkflowNode = { ...(things[id] as WorkflowNode), id, position: shipped.position, parameters: {} };
	const assignments: Assignment[] = [];
	for (const [key, value] of Object.entries(things)) {
		if (key === id || value === undefined) continue;
		const [, parameter = '', field] = /^[^/]+\/([^/]+)(?:\/(.*))?$/s.exec(key) ?? [];
		if (parameter === 'assignments' && field !== undefined) assignments.push(value as Assignment);
		else node.parameters[key.slice(id.length + 1)] = value;
	}
	if (assignments.length > 0 || shipped.parameters.assignments !== undefined)
		node.parameters.assignments = { assignments };
	return node;
}

function credentialsOf(node: WorkflowNode, shipped: WorkflowNode): Pick<WorkflowNode, 'credentials'> | object {
	const credentials = { ...shipped.credentials, ...node.credentials };
	return Object.keys(credentials).length > 0 ? { credentials } : {};
}

function webhookOf(node: WorkflowNode): Pick<WorkflowNode, 'webhookId'> | object {
	return node.webhookId === undefined ? {} : { webhookId: node.webhookId };
}

function shown(value: unknown): string {
	const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
	return text.length > 300 ? `${text.slice(0, 300)} …` : text;
}

function isPrintOf(value: unknown, print: string | undefined): boolean {
	return print === printOf(value) || print === printOf(value, true); // as states before the first release wrote it
}

/** 53 bits of a hash over the value's JSON, keys in order: short enough for a table, long enough not to meet by chance. */
function printOf(value: unknown, withIds = false): string {
	const text = value === undefined ? '' : JSON.stringify(ordered(value, withIds));
	let [high, low] = [0xdeadbeef, 0x41c6ce57];
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		high = Math.imul(high ^ code, 2654435761);
		low = Math.imul(low ^ code, 1597334677);
	}
	high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
	low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
	return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}

function ordered(value: unknown, withIds: boolean): unknown {
	if (Array.isArray(value)) return value.map((inner) => ordered(inner, withIds));
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value).filter(
		([key, inner]) => inner !== undefined && (withIds || key !== 'id' || !isFieldOrCondition(value)),
	);
	return Object.fromEntries(
		entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, ordered(inner, withIds)]),
	);
}

/** The editor names these at random, and the package by their place: nobody chooses such an id, so it is no change. */
function isFieldOrCondition(value: object): boolean {
	return 'leftValue' in value || ('name' in value && 'value' in value && 'type' in value);
}
