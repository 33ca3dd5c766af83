// Product code is CommonJS TypeScript, as n8n loads it; the sandbox is run as a real child process, never imported.
const transform = {
	'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2023' } }],
};
const project = (name, extra = {}) => ({
	displayName: name,
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform,
	// Hundreds of faults in series, random schedules through servers, large data: not for every save of a file.
	testPathIgnorePatterns: ['/node_modules/', ...(process.env.WITHOUT_PATIENT_TESTS ? ['\\.patient\\.test\\.ts$'] : [])],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/sandbox/n8n/node_modules/',
		'<rootDir>/sandbox/n8n/versions/',
	],
	...extra,
});
/** @type {import('jest').Config} */
module.exports = {
	projects: ['unit', 'nodes', 'workflows', 'sandbox', 'e2e', 'browser', 'versions'].map((name) => project(name)),
	// e2e and browser start real n8n processes: two at a time on a two-core machine (scripts/test.mts).
	testTimeout: 60_000,
};
