'use strict';
/**
 * Whether the templates in workflows/ fit the nodes that were built: what a user would otherwise find out as a red mark in
 * the editor, or at three in the morning. `gulp assets` runs it, and so do the template tests.
 */
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { connectionFaults } = require('./connections.cjs');
const { openDoors } = require('./doors.cjs');
const { builtNodeTypes, coreNodeTypes, versionsOf } = require('./node-types.cjs');
const { parameterFaults } = require('./parameters.cjs');

/** What an export carries of the n8n that it comes from. */
const OF_ONE_INSTANCE = ['id', 'versionId', 'staticData', 'shared', 'homeProject', 'ownedBy', 'activeVersionId'];

/**
 * @param {string} repository
 * @returns {Promise<{ faults: string[], templates: string[], coreChecked: boolean }>} `coreChecked` is false where n8n is not
 * installed: then n8n's own nodes in the templates were not checked.
 */
async function checkTemplates(repository) {
	const folder = join(repository, 'workflows');
	const templates = existsSync(folder)
		? readdirSync(folder)
				.filter((name) => name.endsWith('.json'))
				.map((name) => name.slice(0, -'.json'.length))
		: [];
	const own = builtNodeTypes(repository);
	const core = await coreNodeTypes();
	/** @type {string[]} */
	const faults = [];
	const workflows = new Map();
	for (const key of templates) {
		try {
			workflows.set(key, JSON.parse(readFileSync(join(folder, `${key}.json`), 'utf8')));
		} catch (error) {
			faults.push(`workflows/${key}.json is not JSON: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	const titles = [...workflows.values()].map(({ name }) => name);
	for (const [key, workflow] of workflows) {
		const found = templateFaults(workflow, { own, core, templates: [...templates, ...titles] });
		faults.push(...found.map((fault) => `workflows/${key}.json: ${fault}`));
	}
	return { faults, templates, coreChecked: core !== null };
}

/**
 * @typedef {Map<string, import('n8n-workflow').INodeTypeDescription[]>} NodeTypes
 * @param {any} workflow content of a template file
 * @param {{ own: NodeTypes, core: NodeTypes | null, templates: string[] }} known `templates`: names that templates may call
 * each other by, which are file names without .json and titles
 * @returns {string[]} one sentence per fault
 */
function templateFaults(workflow, { own, core, templates }) {
	const faults = [];
	for (const field of OF_ONE_INSTANCE)
		if (workflow[field]) faults.push(`It carries "${field}", which belongs to one n8n.`);
	if (workflow.active) faults.push('It is marked active; templates are published by hand.');
	if (workflow.meta?.instanceId) faults.push('It carries the id of the n8n that it was exported from.');
	if (Object.keys(workflow.pinData ?? {}).length > 0)
		faults.push('It has pinned data, which n8n would use instead of running nodes.');
	if (workflow.settings?.availableInMCP)
		faults.push("It can be run through n8n's MCP server; who wants that opens it in their own n8n.");
	if (!workflow.name) faults.push('It has no name.');

	const ownPrefix = [...own.keys()][0]?.split('.')[0];
	/** @param {any} node */
	const describe = (node) =>
		(own.get(node.type) ?? core?.get(node.type) ?? []).find((description) =>
			versionsOf(description).includes(node.typeVersion),
		);

	const names = new Set();
	const ids = new Set();
	for (const node of workflow.nodes) {
		const where = `Node "${node.name}"`;
		if (names.has(node.name)) faults.push(`${where}: two nodes have this name.`);
		if (node.id && ids.has(node.id)) faults.push(`${where}: another node has the same id.`);
		names.add(node.name);
		ids.add(node.id);
		if (node.credentials && Object.keys(node.credentials).length > 0) {
			faults.push(`${where}: it names a credential; those exist only in the n8n that it was exported from.`);
		}
		const versions = own.get(node.type) ?? core?.get(node.type);
		if (!versions) {
			// Without an installed n8n its nodes are unknown, not wrong.
			if (core !== null || (ownPrefix !== undefined && node.type.startsWith(`${ownPrefix}.`))) {
				faults.push(`${where}: there is no node type ${node.type}.`);
			}
			continue;
		}
		const description = describe(node);
		if (!description) {
			faults.push(
				`${where}: ${node.type} has no version ${node.typeVersion} (it has ${versions.flatMap(versionsOf).join(', ')}).`,
			);
			continue;
		}
		faults.push(...parameterFaults(withChosenWorkflow(node), description).map((fault) => `${where}: ${fault}.`));
		const types = (description.credentials ?? []).map((credential) => credential.name);
		const twice = types.find((type, index) => types.indexOf(type) !== index);
		if (twice && own.has(node.type)) faults.push(`${where}: it can take two credentials of the type ${twice}.`);
	}
	faults.push(...openDoors(workflow, describe, own));
	faults.push(...connectionFaults(workflow, describe));
	faults.push(...expressionFaults(workflow, names));
	faults.push(...longExpressions(workflow));
	faults.push(...referenceFaults(workflow, templates));
	return faults;
}

/** Longer ones decide something, which belongs into an operation, where it has a test. */
const LONGEST_EXPRESSION = 300;

/** @param {any} workflow */
function longExpressions(workflow) {
	return workflow.nodes.flatMap((/** @type {any} */ node) =>
		textsIn(node.parameters).flatMap(([field, text]) =>
			text.startsWith('=') && text.length > LONGEST_EXPRESSION
				? [
						`Node "${node.name}": the expression of "${field}" has ${text.length} characters (most: ${LONGEST_EXPRESSION}); put what it decides into an operation.`,
					]
				: [],
		),
	);
}

/** @param {any} value @param {string} field @returns {Array<[string, string]>} */
function textsIn(value, field = '') {
	if (typeof value === 'string') return [[field, value]];
	if (value === null || typeof value !== 'object') return [];
	return Object.entries(value).flatMap(([key, one]) => textsIn(one, Array.isArray(value) ? field : key));
}

/**
 * Names inside expressions: nodes, and the fields of the node Configuration.
 * @param {any} workflow @param {Set<string>} names
 */
function expressionFaults(workflow, names) {
	const faults = [];
	const configuration = workflow.nodes.find((/** @type {any} */ node) => node.name === 'Configuration');
	if (configuration?.type !== 'n8n-nodes-base.set') {
		faults.push('It has no Edit Fields node named "Configuration".');
	}
	const fields = new Set(
		(configuration?.parameters?.assignments?.assignments ?? []).map((/** @type {any} */ assignment) => assignment.name),
	);
	let everything = '';
	for (const node of workflow.nodes) {
		const text = JSON.stringify(node.parameters ?? {}).replaceAll('\\"', '"');
		if (node !== configuration) everything += text;
		for (const [, name] of text.matchAll(/\$\(\s*['"]([^'"]+)['"]\s*\)|\$node\[['"]([^'"]+)['"]\]/g)) {
			if (name && !names.has(name))
				faults.push(`Node "${node.name}": an expression names "${name}", but there is no such node.`);
		}
		const uses = /\$\(\s*['"]Configuration['"]\s*\)\s*\.(?:first\(\)|last\(\)|item|all\(\)\[\d+\])\s*\.json\.(\w+)/g;
		for (const [, field] of text.matchAll(uses)) {
			if (field && !fields.has(field)) faults.push(`Node "${node.name}": Configuration has no field "${field}".`);
		}
	}
	for (const field of fields) {
		if (!new RegExp(`\\b${field}\\b`).test(everything)) {
			faults.push(`Configuration: no node uses the field "${field}", so setting it changes nothing.`);
		}
	}
	return faults;
}

/**
 * A template names the workflow to call by its title; the id exists only after both were imported and one was chosen.
 * @param {any} node
 */
function withChosenWorkflow(node) {
	const chosen = node.parameters?.workflowId;
	if (!isCall(node) || !chosen?.cachedResultName || chosen.value) return node;
	return { ...node, parameters: { ...node.parameters, workflowId: { ...chosen, value: chosen.cachedResultName } } };
}

/** @param {any} node */
function isCall(node) {
	return /\.executeWorkflow$/.test(node.type);
}

/** @param {any} workflow @param {string[]} templates */
function referenceFaults(workflow, templates) {
	const called = workflow.nodes
		.filter((/** @type {any} */ node) => isCall(node) && node.parameters?.workflowId)
		.map((/** @type {any} */ node) => [
			`Node "${node.name}"`,
			node.parameters.workflowId.value || node.parameters.workflowId.cachedResultName,
		]);
	if (workflow.settings?.errorWorkflow) called.push(['Its error workflow', workflow.settings.errorWorkflow]);
	return called
		.filter((/** @type {any[]} */ [, key]) => !String(key).startsWith('=') && !templates.includes(key))
		.map(
			(/** @type {any[]} */ [where, key]) =>
				`${where}: it names "${key}", but no template has this file name or title.`,
		);
}

module.exports = { checkTemplates, templateFaults, builtNodeTypes, coreNodeTypes };
