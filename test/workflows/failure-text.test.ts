import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

// What failed is quoted in an error, strangers' text with it, and n8n hands the error over as it is. PostgreSQL refuses U+0000,
// and the row of the failure would be lost: the one thing that nobody may lose silently.

interface Template {
	nodes: Array<{ name: string; parameters: { assignments?: { assignments: Array<{ name: string; value: string }> } } }>;
}
const { nodes } = JSON.parse(readFileSync(resolve('workflows/handle-failures.json'), 'utf8')) as Template;

function messageOf(error: { message?: unknown }): string {
	const { assignments } = nodes.find(({ name }) => name === 'Describe the Failure')!.parameters.assignments!;
	const { value } = assignments.find(({ name }) => name === 'message')!;
	// An expression of ours, which n8n evaluates just so.
	const evaluate = new Function('$', `return ${value.replace(/^=\{\{|\}\}$/g, '')}`) as (of: unknown) => string;
	return evaluate(() => ({ first: () => ({ json: { execution: { error } } }) }));
}

test.each([
	['NUL', 'Topic \u0000 of a stranger', 'Topic \uFFFD of a stranger'],
	['no characters', '\uFFFE\uFFFF', '\uFFFD\uFFFD'],
	['half a pair', 'half a pair \uD83C', 'half a pair \uFFFD'],
	['a whole pair', 'a whole pair 🎬', 'a whole pair 🎬'],
	['a pair that the limit cuts', `${'x'.repeat(999)}🎬`, `${'x'.repeat(999)}\uFFFD`],
])('the row of a failure can be stored whatever its message quotes: %s', (_, message, stored) => {
	expect(messageOf({ message })).toBe(stored);
});

test('an error without a message is a row, too', () => expect(messageOf({})).toBe('unknown'));
