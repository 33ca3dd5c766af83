/**
 * Prints what the analyzer that n8n runs over community packages says of an unpacked tarball, as JSON.
 *
 *   node scripts/analyze.mts FOLDER
 *
 * Its configuration comes from its package; its own command only takes packages that are published already.
 */
import { relative } from 'node:path';

// @ts-expect-error -- it comes without types
import { buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder of the unpacked tarball.');
const eslint = new ESLint({
	cwd: folder,
	allowInlineConfig: false,
	overrideConfigFile: true,
	overrideConfig: await buildScanConfig(),
});
const results = await eslint.lintFiles(['**/*.js', 'package.json']);
const violations = results.flatMap(({ filePath, messages }) =>
	messages
		.filter(({ severity }) => severity === 2)
		.map(({ ruleId, message }) => ({ file: relative(folder, filePath), rule: ruleId, message })),
);
process.stdout.write(JSON.stringify(violations));
