/**
 * Owns the assets of the package: what is neither compiled nor an icon of a node as n8n-node knows it.
 * `gulp assets` runs after `n8n-node build`, because it checks the templates against the nodes that were built.
 */
const { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { brotliCompressSync, constants } = require('node:zlib');
const { series } = require('gulp');
const { checkTemplates } = require('./scripts/templates/check.cjs');

const dist = join(__dirname, 'dist');

/** Every template must fit the built nodes and n8n's own; one sentence per fault. */
async function templates() {
	const { faults, templates, coreChecked } = await checkTemplates(__dirname);
	if (!coreChecked) {
		console.warn(
			"n8n is not installed, so only this package's nodes were checked in the templates (node scripts/bootstrap.mjs --n8n installs it).",
		);
	}
	if (faults.length > 0)
		throw new Error(`the templates do not fit the nodes:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
	console.log(`${templates.length} templates fit the nodes.`);
}

/** n8n shows a node's category, search words and documentation from its codex file, and drops a broken one silently. */
async function codex() {
	const manifest = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8'));
	const faults = manifest.n8n.nodes.flatMap((path) => {
		const file = path.replace(/^dist\//, '').replace(/\.js$/, '.json');
		if (!existsSync(join(__dirname, file))) return [`${file} is missing`];
		const content = JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
		const name = path.split('/').at(-1).replace('.node.js', '');
		const type = `${manifest.name}.${name[0].toLowerCase()}${name.slice(1)}`;
		return [
			...(content.node === type ? [] : [`${file} must name the node ${type}`]),
			...(content.resources ? [] : [`${file} has no "resources"; n8n ignores such a file`]),
		];
	});
	if (faults.length > 0) throw new Error(`codex files:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
}

/** n8n-node copies every picture of the repository; the package has only its icons. */
async function copy() {
	for (const path of globSync('**/*.{png,svg}', { cwd: dist })) {
		if (!/^(icons|nodes|credentials)[\\/]/.test(path)) rmSync(join(dist, path));
	}
	for (const folder of ['sandbox', 'docs', 'test', 'scripts'])
		rmSync(join(dist, folder), { recursive: true, force: true });
	for (const path of globSync(['nodes/**/*.node.json', 'icons/*.svg'], { cwd: __dirname })) {
		const target = join(dist, path);
		mkdirSync(dirname(target), { recursive: true });
		// Nobody reads the copies; without blanks they are half as long.
		if (path.endsWith('.json'))
			writeFileSync(target, JSON.stringify(JSON.parse(readFileSync(join(__dirname, path), 'utf8'))));
		else cpSync(join(__dirname, path), target);
	}
}

/**
 * All templates in one file, which the installer reads and the command line writes out as files again. Together, with brotli's
 * long memory, they take half of what they take in the tarball one by one.
 * @see lib/n8n/templates.ts
 */
async function packTemplates() {
	const content = Object.fromEntries(
		globSync('workflows/*.json', { cwd: __dirname })
			.toSorted()
			.map((path) => [
				basename(path, '.json'),
				withShortIds(JSON.parse(readFileSync(join(__dirname, path), 'utf8')), path),
			]),
	);
	const text = Buffer.from(JSON.stringify(content));
	const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_LGWIN]: 24 };
	writeFileSync(join(dist, 'workflows.json.br'), brotliCompressSync(text, { params }));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Random digits are what compresses least: eight of a node's id tell the nodes of one workflow apart, a field's name and a
 * condition's place those within a node. An upgrade takes both for the same.
 * @see lib/policy/setup/installation/node-ids.ts
 */
function withShortIds(/** @type {any} */ workflow, /** @type {string} */ path) {
	for (const node of workflow.nodes) {
		shortenWithin(node.parameters);
		if (UUID.test(node.id)) node.id = node.id.slice(0, 8);
	}
	const ids = workflow.nodes.map((/** @type {any} */ { id }) => id);
	const twice = ids.find((/** @type {string} */ id, /** @type {number} */ index) => ids.indexOf(id) !== index);
	if (twice) throw new Error(`${path}: two nodes have ids that begin with ${twice}; give one of them another.`);
	return workflow;
}

function shortenWithin(/** @type {any} */ value) {
	if (value === null || typeof value !== 'object') return;
	if (Array.isArray(value)) {
		value.forEach((one, index) => {
			if (UUID.test(one?.id)) one.id = typeof one.name === 'string' ? one.name : String(index);
		});
	}
	Object.values(value).forEach(shortenWithin);
}

exports.assets = series(templates, codex, copy, packTemplates);
exports.default = exports.assets;
