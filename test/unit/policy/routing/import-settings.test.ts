import { planImport } from '../../../../lib/policy/import/import-plan';
import { routedRights, routedSettings } from '../../../../lib/policy/routing/import-settings';
import * as facts from '../import/import-facts';

const { FIRST, recordingOf, segment, planInput, SETTINGS } = facts;
const lecture = recordingOf([segment(FIRST, facts.SCREEN, facts.GALLERY)], {
	trackingFields: { KalturaCategory: 'LMS' },
});
const planned = (routing: Parameters<typeof routedSettings>[1]) => {
	const [first] = planImport(planInput(lecture, {}, { settings: routedSettings(SETTINGS, routing) })).segments;
	return { categories: first!.categories, parent: first!.parent.fields!, stream: first!.streams[0]!.fields! };
};

test('without rules everything is as the node says', () => {
	expect(planned(null).categories).toEqual(['LMS', 'Zoom']);
	expect(planned({ rules: [] }).categories).toEqual(['LMS', 'Zoom']);
});

test('categories, name, tags and conversion profile of a rule take the place of those of the node', () => {
	const { categories, parent } = planned({
		rules: ['Algebra'],
		categories: ['Courses>Algebra'],
		name: '{topic} of {date}',
		tags: ['algebra'],
		conversionProfileId: 12,
	});
	expect(categories).toEqual(['LMS', 'Courses>Algebra']);
	expect(parent).toMatchObject({ name: 'Algebra I of 2026-03-02', tags: 'algebra', conversionProfileId: 12 });
});

test('a private recording is published nowhere, not by its tracking fields either', () => {
	expect(planned({ rules: ['Private'], private: true }).categories).toEqual([]);
});

test('an entry that is visible until a day ends there; the streams below it have no dates, which Kaltura refuses', () => {
	const { parent, stream } = planned({ rules: ['Term'], visibleUntil: '2027-03-31T23:59:59.000Z' });
	expect(parent.endDate).toBe(Date.parse('2027-03-31T23:59:59Z') / 1000);
	expect(stream.endDate).toBeUndefined();
	const own = planImport(planInput(lecture, {}, { settings: { ...SETTINGS, visibleUntil: { days: 10 } } }));
	expect(own.segments[0]!.parent.fields!.endDate).toBe(Date.parse(FIRST) / 1000 + 10 * 86_400);
});

test("a private recording is its owner's alone, whoever took part", () => {
	const rights = { owner: 'ann', coEditors: ['bo'], coPublishers: ['cy'], coViewers: ['di'] };
	expect(routedRights(rights, { rules: ['Private'], private: true })).toEqual({
		owner: 'ann',
		coEditors: [],
		coPublishers: [],
		coViewers: [],
	});
	expect(routedRights(rights, { rules: ['Algebra'] })).toBe(rights);
	expect(routedRights(rights, null)).toBe(rights);
});
