import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

// The package streams media with undici and validates with zod, so it has runtime dependencies and is a
// self-hosted community package. Only the rules that forbid exactly that are off:
export default [
	...configWithoutCloudSupport, // allows node: modules and timers, which the transfer engine needs
	{ ignores: ['dist/**', 'sandbox/n8n/**', 'bench-results/**', '.demo/**'] },
	{
		files: ['package.json'],
		// undici and zod are listed in "dependencies": n8n hands out neither of them reliably (reference: n8n rules, 1.5).
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
];
