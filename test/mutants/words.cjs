// What jest gives the tests of the rules, for mocha: Stryker keeps one mocha in memory and runs the tests that reach a
// mutant in milliseconds, where jest would start anew for each, in a second.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');

Module._extensions['.ts'] = (module, filename) => {
	const { code } = transformSync(readFileSync(filename, 'utf8'), {
		filename,
		module: { type: 'commonjs' },
		jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2023' },
	});
	module._compile(code, filename);
};

/** mocha sets its words anew for each file; whoever reads one gets it with jest's `each`. */
function give(name, wrap) {
	let word;
	Object.defineProperty(globalThis, name, {
		configurable: true,
		get: () => word,
		set: (mochas) => {
			const plain = wrap(mochas);
			word = Object.assign(plain, { each: bind(plain), skip: mochas.skip, only: mochas.only });
		},
	});
}

// jest takes a time as third argument, and mocha binds `this`; tests of the rules use neither.
give(
	'it',
	(it) => (title, body) =>
		it(title, function () {
			this.timeout(0); // Stryker has its own.
			expect.setState({ currentTestName: this.test?.fullTitle() });
			return body();
		}),
);
give('describe', (describe) => (title, body) => describe(title, () => body()));
for (const [jests, mochas] of Object.entries({ test: 'it', beforeAll: 'before', afterAll: 'after' })) {
	Object.defineProperty(globalThis, jests, { configurable: true, get: () => globalThis[mochas] });
}
globalThis.expect = expect;
globalThis.jest = new ModuleMocker(globalThis);
