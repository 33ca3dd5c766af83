import { rulesPage } from '../../../lib/report/rules-page';

const rules = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ row: index + 2, name: `Rule ${index}` }));

test('it says what was read, what is odd, and the rules in their order', () =>
	expect(rulesPage('CSV', rules(1), ['<b> is unknown']).text.replace(/\s+/g, ' ')).toBe(
		'<p>Read as CSV: one rule.</p> <h4>Look at these</h4> <ul> <li>&#60;b&#62; is unknown</li> </ul> ' +
			'<h4>The rules, in their order</h4> <ul> <li>2. Rule 0</li> </ul> ',
	));

test('a long list is cut, and says how much is not shown', () => {
	const page = rulesPage('CSV', rules(130), []).text;
	expect(page).toContain('130 rules.');
	expect(page.match(/<li>/g)).toHaveLength(100);
	expect(page).toContain('And 30 more.');
	expect(page).not.toContain('Look at these');
});
