import {
	groupRuleProblems,
	groupsOf,
	needsGroups,
	skipByKalturaGroups,
	skipByZoomGroups,
	type UnmatchedHostRule,
} from '../../../../lib/policy/owner/groups-rule';

const ANN = { owner: 'ann', host: 'ann@example.edu' };
const OPT_IN = { mode: 'optIn' as const, optIn: ['Lecturers', 'Studio'], optOut: [] };
const OPT_OUT = { mode: 'optOut' as const, optIn: [], optOut: ['NoUpload'] };
const BOTH = { mode: 'both' as const, optIn: ['Lecturers'], optOut: ['NoUpload'] };

describe('opt-in and opt-out by Kaltura groups of the owner', () => {
	test.each([
		['upload all', { ...BOTH, mode: 'all' as const }, ['NoUpload'], null],
		['opt-in: member', OPT_IN, ['Other', 'Studio'], null],
		['opt-in: member, other case and blanks', OPT_IN, [' sTUDIO '], null],
		['opt-in: not a member', OPT_IN, ['Students'], 'not-in-opt-in-group'],
		['opt-in: in no group', OPT_IN, [], 'not-in-opt-in-group'],
		['opt-in: a group that begins alike is another group', OPT_IN, ['StudioB'], 'not-in-opt-in-group'],
		['opt-out: member', OPT_OUT, ['noupload'], 'in-opt-out-group'],
		['opt-out: not a member', OPT_OUT, ['Lecturers'], null],
		['both: in the opt-in group', BOTH, ['Lecturers'], null],
		['both: in both, opt-out wins', BOTH, ['Lecturers', 'NoUpload'], 'in-opt-out-group'],
		['both: in neither', BOTH, ['Students'], 'not-in-opt-in-group'],
		['W15: membership number 80 counts', OPT_IN, [...Array(79).keys()].map((n) => `g${n}`).concat('Studio'), null],
	])('%s', (_, rule, memberOf, reason) => {
		expect(skipByKalturaGroups(rule, { ...ANN, memberOf }, 'byList')?.reason ?? null).toBe(reason);
	});

	test.each<[UnmatchedHostRule, typeof OPT_IN | typeof OPT_OUT | typeof BOTH, boolean]>([
		['byList', OPT_IN, true],
		['byList', OPT_OUT, false],
		['byList', BOTH, true],
		['skip', OPT_OUT, true],
		['skip', OPT_IN, true],
		['import', OPT_IN, false],
		['import', BOTH, false],
	])('a host who matches nobody, rule %s with %p', (unmatched, rule, skips) => {
		const answer = skipByKalturaGroups(rule, { owner: null, host: 'ann@example.edu', memberOf: null }, unmatched);
		expect(answer?.reason ?? null).toBe(skips ? 'unmatched-host-not-opted-in' : null);
	});

	test('W27 a skip names the owner and the groups', () => {
		expect(skipByKalturaGroups(OPT_IN, { ...ANN, memberOf: [] }, 'byList')?.message).toBe(
			'The owner ann is in none of the opt-in groups Lecturers, Studio.',
		);
		expect(skipByKalturaGroups(OPT_OUT, { ...ANN, memberOf: ['NOUPLOAD'] }, 'byList')?.message).toBe(
			'The owner ann is in the opt-out group NoUpload.',
		);
	});
});

describe('the same by Zoom groups of the host', () => {
	test.each([
		['opt-in: by name', OPT_IN, ['t-Zbk1', 'studio'], null],
		['opt-in: not a member', OPT_IN, [], 'not-in-zoom-opt-in-group'],
		['opt-out: member', OPT_OUT, ['NoUpload'], 'in-zoom-opt-out-group'],
		['both: opt-out wins', BOTH, ['NoUpload', 'Lecturers'], 'in-zoom-opt-out-group'],
		['a host who left is in no group: opt-in skips', OPT_IN, null, 'not-in-zoom-opt-in-group'],
		['a host who left is in no group: opt-out imports', OPT_OUT, null, null],
	])('%s', (_, rule, memberOf, reason) => {
		expect(skipByZoomGroups(rule, { host: 'ann@example.edu', memberOf })?.reason ?? null).toBe(reason);
	});
});

describe('group settings', () => {
	test.each([
		['opt-in without a group', { ...OPT_IN, optIn: [] }, ['Opt-In Groups']],
		['opt-in with blanks only', { ...OPT_IN, optIn: [' '] }, ['Opt-In Groups']],
		['opt-out without a group', { ...OPT_OUT, optOut: [] }, ['Opt-Out Groups']],
		['both without either', { ...BOTH, optIn: [], optOut: [] }, ['Opt-In Groups', 'Opt-Out Groups']],
		['the same group in both lists', { ...BOTH, optOut: ['lecturers'] }, ['Opt-Out Groups']],
		['a list that the mode does not use may be empty or not', { ...OPT_IN, optOut: ['Studio'] }, []],
	])('%s', (_, rule, parameters) => {
		expect(groupRuleProblems(rule, 'Kaltura').map(({ parameter }) => parameter)).toEqual(parameters);
	});

	test('Zoom lists are named as such', () => {
		expect(groupRuleProblems({ ...OPT_IN, optIn: [] }, 'Zoom')[0]?.parameter).toBe('Zoom Opt-In Groups');
	});

	test('groups are looked up only when the mode uses them, each once', () => {
		expect(needsGroups({ ...BOTH, mode: 'all' })).toBe(false);
		expect(groupsOf({ ...BOTH, mode: 'all' })).toEqual([]);
		expect(groupsOf({ mode: 'both', optIn: ['A', ' a ', 'B'], optOut: ['C'] })).toEqual(['A', 'B', 'C']);
		expect(groupsOf({ ...OPT_IN, optOut: ['Z'] })).toEqual(['Lecturers', 'Studio']);
	});
});
