'use strict';
const { runInNewContext } = require('node:vm');
const { NodeHelpers } = require('n8n-workflow');

/**
 * @param {any} workflow
 * @param {(node: any) => import('n8n-workflow').INodeTypeDescription | undefined} describe
 * @returns {string[]} one sentence per fault
 */
function connectionFaults(workflow, describe) {
	const faults = [];
	const byName = new Map(workflow.nodes.map((/** @type {any} */ node) => [node.name, node]));
	const reached = new Set();
	for (const [source, types] of Object.entries(workflow.connections ?? {})) {
		const from = byName.get(source);
		if (!from) {
			faults.push(`There is a connection from "${source}", but no such node.`);
			continue;
		}
		for (const [type, outputs] of Object.entries(types)) {
			const available = portsOf(from, describe(from), 'outputs', type);
			outputs.forEach((/** @type {any[] | null} */ targets, /** @type {number} */ output) => {
				if (available !== null && output >= available && (targets ?? []).length > 0) {
					faults.push(`"${source}" has ${available} ${type} output(s), but output ${output} is connected.`);
				}
				for (const target of targets ?? []) {
					const to = byName.get(target.node);
					if (!to) {
						faults.push(`"${source}" is connected to "${target.node}", but there is no such node.`);
						continue;
					}
					reached.add(target.node);
					const inputs = portsOf(to, describe(to), 'inputs', target.type);
					if (inputs !== null && target.index >= inputs) {
						faults.push(
							`"${target.node}" has ${inputs} ${target.type} input(s), but "${source}" is connected to input ${target.index}.`,
						);
					}
				}
			});
		}
	}
	for (const node of workflow.nodes) {
		const description = describe(node);
		const takesInput = description !== undefined && portsOf(node, description, 'inputs', 'main') !== 0;
		if (takesInput && !reached.has(node.name)) faults.push(`Nothing leads to "${node.name}", so it never runs.`);
	}
	return faults;
}

/**
 * How many inputs or outputs of a type a node has with its parameters; null when unknown.
 * @param {any} node
 * @param {import('n8n-workflow').INodeTypeDescription | undefined} description
 * @param {'inputs' | 'outputs'} side
 * @param {string} type
 * @returns {number | null}
 */
function portsOf(node, description, side, type) {
	if (!description) return null;
	/** @type {any} */
	let ports = description[side];
	if (typeof ports === 'string') {
		const parameters = NodeHelpers.getNodeParameters(
			description.properties,
			node.parameters ?? {},
			true,
			false,
			node,
			description,
		);
		// n8n's own expression of its own node; it sees nothing but the parameters.
		ports = runInNewContext(ports.replace(/^=\{\{/, '').replace(/\}\}\s*$/, ''), {
			$parameter: parameters,
			$nodeVersion: node.typeVersion,
		});
	}
	const count = ports.filter(
		(/** @type {any} */ port) => (typeof port === 'string' ? port : port.type) === type,
	).length;
	const errorOutput = side === 'outputs' && type === 'main' && node.onError === 'continueErrorOutput' ? 1 : 0;
	return count + errorOutput;
}

module.exports = { connectionFaults };
