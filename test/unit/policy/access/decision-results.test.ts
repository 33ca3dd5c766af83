import type { DecisionRow } from '../../../../lib/policy/access/decision-record';
import { resultsText } from '../../../../lib/policy/access/decision-results';

const row = (result: DecisionRow['result'], of: Partial<DecisionRow> = {}) =>
	({ decisionId: 'r/1', email: '', name: '', subjectId: 's1', message: '', result, ...of }) as DecisionRow;

test('everything done reads as done, and kept ones are counted apart', () =>
	expect(resultsText([row('done'), row('kept'), row('nothing-to-do')], 0)).toEqual({
		title: 'The decisions were carried out',
		text: 'Carried out: 1 of 2 decisions. Kept: 1. It was so already: 1.',
	}));

test('whoever failed, fell out or is unknown is named, and unread rows are counted', () =>
	expect(resultsText([row('failed', { email: 'ann', message: 'Zoom refused.' }), row('approved')], 2)).toEqual({
		title: 'Not everything was carried out',
		text:
			'Carried out: 0 of 2 decisions. Kept: 0. It was so already: 0. Rows that could not be read: 2. ' +
			'ann: Zoom refused. s1: what became of it is not known',
	}));
