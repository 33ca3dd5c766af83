import { existsSync, readFileSync } from 'node:fs';

import { STEPS } from '../../lib/policy/setup/rehearsal/steps';

/** docs/assumptions.md says for each assumption how sure it is, what happens where it is false, and which test shows that. */
const rows = readFileSync('docs/assumptions.md', 'utf8')
	.split('\n')
	.filter((line) => line.startsWith('| ') && !/^\| (-+|assumption about) /.test(line) && !line.startsWith('| ---'))
	.map((line) =>
		line
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);

test('both vendors are assumed things about', () => expect(rows.length).toBeGreaterThan(25));

test('each assumption says how sure it is and where it is seen, and no test that it names is missing', () => {
	const wrong: string[] = [];
	for (const [assumption, sure, , , seen, ...more] of rows) {
		if (!assumption || !sure || !seen || more.length > 0) wrong.push(`${assumption}: a cell is missing`);
		if (!/^(same|every test)|^tests with|`test\//.test(seen ?? '')) wrong.push(`${assumption}: seen nowhere (${seen})`);
		for (const [, path] of (seen ?? '').matchAll(/`(test\/[^`]+)`/g)) {
			if (!existsSync(path!)) wrong.push(`${assumption}: there is no ${path}`);
		}
	}
	expect(wrong).toEqual([]);
});

test('no assumption stands there twice', () => {
	const names = rows.map(([assumption]) => assumption);
	expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('every step of the rehearsal proves an assumption, and every step that is named is one', () => {
	const named = rows.flatMap(([, , , steps]) => [...(steps ?? '').matchAll(/`([^`]+)`/g)].map(([, step]) => step!));
	expect([...new Set(named)].sort()).toEqual(Object.keys(STEPS).sort());
	expect(rows.filter(([, , , steps]) => !/^(–|(`[a-z-]+`(, )?)+)$/.test(steps ?? '')).map(([one]) => one)).toEqual([]);
});
