import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

/** What n8n's config brings for TypeScript: the parser and the rules' plugin, in the versions that it was tested with. */
const typescript = configWithoutCloudSupport.find(({ plugins }) => plugins?.['@typescript-eslint']);
const parser = configWithoutCloudSupport.find(({ languageOptions }) => languageOptions?.parser)?.languageOptions.parser;
const recommended = Object.assign(
	{},
	...configWithoutCloudSupport
		.filter(({ name }) => /^(eslint\/|typescript-eslint\/|@eslint\/js)/.test(name ?? ''))
		.map(({ rules }) => rules),
);

/** Rules that need types. Each of them stands for a fault that was found here once. */
const TYPED = {
	'@typescript-eslint/no-floating-promises': 'error',
	'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
	'@typescript-eslint/no-unnecessary-type-assertion': 'error',
	'@typescript-eslint/switch-exhaustiveness-check': [
		'error',
		{ considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
	],
};

// The package streams media with undici and validates with zod, so it has runtime dependencies and is a
// self-hosted community package. Only the rules that forbid exactly that are off:
export default [
	...configWithoutCloudSupport, // allows node: modules and timers, which the transfer engine needs
	{ ignores: ['dist/**', 'sandbox/n8n/**', 'bench-results/**', '.demo/**', 'node_modules/**'] },
	{
		files: ['package.json'],
		// undici and zod are listed in "dependencies": n8n hands out neither of them reliably.
		rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' },
	},
	{
		// Rules about what a node may do on a customer's server. Nothing of test/ is published (test/workflows/package.test.ts).
		files: ['test/**/*.ts'],
		rules: {
			// Tests start the sandbox, n8n and the demo as processes.
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			// The sandbox's secrets, which are in its source and good for 127.0.0.1 only.
			'@n8n/community-nodes/no-hardcoded-secrets': 'off',
			// Answers of the control APIs are asserted on field by field.
			'@typescript-eslint/no-explicit-any': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts', 'nodes/**/*.ts', 'lib/**/*.ts', 'test/**/*.ts'],
		languageOptions: { parserOptions: { project: 'tsconfig.test.json', tsconfigRootDir: import.meta.dirname } },
		rules: TYPED,
	},
	{
		// The sandbox, the scripts and the benchmarks: programs of their own, which print and start processes.
		files: ['sandbox/**/*.mts', 'scripts/**/*.mts', 'test/**/*.mts'],
		plugins: typescript.plugins,
		languageOptions: {
			parser,
			parserOptions: { project: 'tsconfig.tools.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			...recommended,
			...TYPED,
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			// The linter knows another type of fetch's json() than the compiler.
			'@typescript-eslint/no-unnecessary-type-assertion': 'off',
			// Answers of n8n's own interface, which has no types for others.
			'@typescript-eslint/no-explicit-any': 'off',
		},
	},
];
