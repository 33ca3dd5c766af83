'use strict';
const { NodeHelpers } = require('n8n-workflow');

/** Parameters that n8n adds to nodes itself, so no description lists them. */
const ADDED_BY_N8N = new Set(['authentication', 'pollTimes', 'requestOptions', 'notice']);

/**
 * What n8n would drop, refuse or mark red in a node's parameters. n8n itself decides what exists and what is shown, through
 * the function that the editor uses; only values that it passes through unseen are checked here.
 * @param {any} node of a workflow
 * @param {import('n8n-workflow').INodeTypeDescription} description
 * @returns {string[]} one sentence per fault
 */
function parameterFaults(node, description) {
	const given = node.parameters ?? {};
	/** @type {any} */
	let kept;
	try {
		kept = NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description);
	} catch (error) {
		return [`its parameters cannot be read: ${error instanceof Error ? error.message : String(error)}`];
	}
	const known = NodeHelpers.getNodeParameters(description.properties, given, true, true, node, description) ?? {};
	const dropped = droppedPaths(given, kept ?? {}).filter((path) => !ADDED_BY_N8N.has(path));
	const faults = dropped.map((path) =>
		pathExists(known, path)
			? `the parameter "${path}" is not shown with these settings, so n8n ignores it`
			: `there is no parameter "${path}"`,
	);
	const used = Object.entries(given).filter(([name]) => !dropped.includes(name));
	faults.push(...valueFaults(description.properties, { ...kept, ...Object.fromEntries(used) }, ''));
	const issues = NodeHelpers.getNodeParametersIssues(
		description.properties,
		{ ...node, parameters: { ...kept, ...given } },
		description,
	);
	// A workflow to call or a table by name is checked elsewhere or exists only in the user's n8n.
	for (const sentence of Object.values(issues?.parameters ?? {}).flat()) faults.push(sentence.replace(/\.$/, ''));
	return [...new Set(faults)];
}

/** @param {any} given @param {any} kept @returns {string[]} dot paths of what is in `given` and not in `kept` */
function droppedPaths(given, kept, prefix = '') {
	return Object.entries(given).flatMap(([key, value]) => {
		const path = prefix + key;
		if (kept === null || typeof kept !== 'object' || !(key in kept)) return [path];
		return isPlainObject(value) && isPlainObject(kept[key]) ? droppedPaths(value, kept[key], `${path}.`) : [];
	});
}

/** @param {any} object @param {string} path */
function pathExists(object, path) {
	let at = object;
	for (const key of path.split('.')) {
		if (at === null || typeof at !== 'object' || !(key in at)) return false;
		at = at[key];
	}
	return true;
}

/**
 * Types of literal values, in nested collections too; n8n takes them as they come and fails only at run time.
 * @param {any[]} properties @param {any} values @param {string} prefix @returns {string[]}
 */
function valueFaults(properties, values, prefix) {
	return Object.entries(values ?? {}).flatMap(([name, value]) => {
		const path = `${prefix}${name}`;
		const candidates = properties.filter((property) => property.name === name);
		if (candidates.length === 0 || isExpression(value) || value === undefined || value === null) return [];
		const faults = candidates.map((property) => valueFaultsOf(property, value, path));
		return faults.some((list) => list.length === 0) ? [] : (faults[0] ?? []);
	});
}

/** @param {any} property @param {any} value @param {string} path @returns {string[]} */
function valueFaultsOf(property, value, path) {
	switch (property.type) {
		case 'boolean':
			return typeof value === 'boolean' ? [] : [`"${path}" must be true, false or an expression`];
		case 'number':
			return typeof value === 'number' ? [] : [`"${path}" must be a number or an expression`];
		case 'string':
			return typeof value === 'string' || property.typeOptions?.multipleValues
				? []
				: [`"${path}" must be text or an expression`];
		case 'options':
		case 'multiOptions': {
			if (property.typeOptions?.loadOptionsMethod || property.typeOptions?.loadOptions || property.allowArbitraryValues)
				return [];
			const allowed = (property.options ?? []).map((/** @type {any} */ option) => option.value);
			if (property.type === 'multiOptions' && !Array.isArray(value)) return [`"${path}" must be a list`];
			return [value]
				.flat()
				.filter((one) => !isExpression(one) && !allowed.includes(one))
				.map((one) => `"${path}" has no option ${JSON.stringify(one)} (it has ${allowed.join(', ')})`);
		}
		case 'collection':
			return [value]
				.flat()
				.flatMap((one) => [
					...unknownKeys(property.options ?? [], one, path),
					...valueFaults(property.options ?? [], one, `${path}.`),
				]);
		case 'fixedCollection':
			return Object.entries(value).flatMap(([group, entries]) => {
				const option = (property.options ?? []).find((/** @type {any} */ candidate) => candidate.name === group);
				if (!option) return [`there is no parameter "${path}.${group}"`];
				return [entries]
					.flat()
					.flatMap((entry) => [
						...unknownKeys(option.values, entry, `${path}.${group}`),
						...valueFaults(option.values, entry, `${path}.${group}.`),
					]);
			});
		case 'assignmentCollection':
			return (value.assignments ?? []).flatMap((/** @type {any} */ assignment) =>
				typeof assignment.name === 'string' && assignment.name !== '' && 'value' in assignment && assignment.type
					? []
					: [`every field of "${path}" needs name, type and value`],
			);
		default:
			return [];
	}
}

/** @param {any[]} properties @param {any} entry @param {string} path */
function unknownKeys(properties, entry, path) {
	return Object.keys(entry ?? {})
		.filter((key) => key !== 'id' && !properties.some((property) => property.name === key))
		.map((key) => `there is no parameter "${path}.${key}"`);
}

/** @param {any} value */
function isExpression(value) {
	return typeof value === 'string' && value.startsWith('=');
}

/** @param {any} value */
function isPlainObject(value) {
	return value !== null && typeof value === 'object' && !Array.isArray(value) && value.__rl !== true;
}

module.exports = { parameterFaults };
