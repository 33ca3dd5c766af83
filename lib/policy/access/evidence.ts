import type { Finding } from './finding';

/** Facts that change from day to day although nothing has happened. */
const PASSING = new Set(['idleDays']);
/** What a "keep" does not hang on: somebody who keeps a dormant admin knows that the admin may sign in again. */
const SIGN_INS = ['lastLoginAt', 'createdAt', 'loginTypes'];

/** The evidence of a finding as one text for people and for comparison: "role: Admin; lastLoginAt: 2026-08-01T00:00:00Z". */
export function evidenceText({ evidence }: Pick<Finding, 'evidence'>): string {
	return Object.entries(evidence)
		.filter(([name]) => !PASSING.has(name))
		.map(([name, value]) => `${name}: ${factText(value)}`)
		.join('; ');
}

/** The part of such a text on which a "keep" rests: a wider role or another group ends it, a sign-in does not. */
export function groundsOf(text: string): string {
	return text
		.split('; ')
		.filter((fact) => !SIGN_INS.some((name) => fact.startsWith(`${name}: `)))
		.join('; ');
}

/** What differs between two such texts, as "role was Admin and is Member now"; '' when nothing does. */
export function changedEvidence(before: string, now: string): string {
	const old = factsOf(before);
	const facts = factsOf(now);
	return [...new Set([...old.keys(), ...facts.keys()])]
		.filter((name) => old.get(name) !== facts.get(name))
		.map((name) => `${name} was ${old.get(name) ?? 'not said'} and is ${facts.get(name) ?? 'not said'} now`)
		.join(', ');
}

function factsOf(text: string): Map<string, string> {
	return new Map(
		text.split('; ').map((fact) => {
			const [name = '', ...rest] = fact.split(': ');
			return [name.trim(), rest.join(': ').trim()];
		}),
	);
}

function factText(value: Finding['evidence'][string]): string {
	if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
	// In a cell of a spreadsheet and in a list of facts everything stays on its line.
	return value === null ? 'never' : String(value).replace(/[\s;]+/g, ' ');
}
