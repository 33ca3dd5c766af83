import { Meetings } from '../../../lib/zoom/meetings';
import { People } from '../../../lib/zoom/people';

import { answer, scripted } from './fake-zoom';
import type { Scripted } from './fake-zoom';

const MEETING = { meetingUuid: '/ajXp112QmuoKj4854875==', meetingId: '85392858403', kind: 'meeting' as const };
const WEBINAR = { ...MEETING, kind: 'webinar' as const };
const ENCODED = '%252FajXp112QmuoKj4854875%253D%253D';
const NOT_ALLOWED = answer(400, { code: 4711, message: 'Invalid access token, does not contain scopes:[a:b:admin].' });

const peopleOf = (script: Scripted[]) => {
	const { api, requests } = scripted(script);
	return { people: new People(api, new Meetings(api)), requests };
};
const rows = (...participants: object[]) => answer(200, { participants, next_page_token: '' });

describe('Participants of an instance', () => {
	test('come from the report, and visits of one person are one', async () => {
		const { people, requests } = peopleOf([
			rows(
				{ id: 'u1', name: 'Ann', user_email: 'ann@example.edu', join_time: '1', duration: 60, internal_user: true },
				{ id: '', name: 'Guest', user_email: '', join_time: '2', duration: 5 },
				{ id: 'u1', name: 'Ann (phone)', user_email: 'Ann@Example.edu', join_time: '3', duration: 30 },
				{ id: 'u2', name: 'Ben', user_email: '', join_time: '4', duration: 7 },
				{ id: '', name: 'Guest', user_email: '', join_time: '5', duration: 5 },
				{ id: '', name: 'Waiting', user_email: '', status: 'in_waiting_room', duration: 9 },
			),
		]);
		expect(await people.ofInstance(MEETING, ['participant'])).toEqual({
			meetingUuid: MEETING.meetingUuid,
			people: [
				{ role: 'participant', email: 'ann@example.edu', zoomUserId: 'u1', name: 'Ann', internal: true, seconds: 90 },
				{ role: 'participant', email: null, zoomUserId: null, name: 'Guest', internal: null, seconds: 10 },
				{ role: 'participant', email: null, zoomUserId: 'u2', name: 'Ben', internal: null, seconds: 7 },
			],
			gaps: [],
		});
		expect(requests.map(({ path }) => path)).toEqual([`/report/meetings/${ENCODED}/participants`]);
	});

	test.each([
		['the report is not allowed', NOT_ALLOWED],
		['the report is empty, as with one participant', rows()],
		['the report does not know the meeting', answer(404, { code: 3001, message: 'Meeting does not exist.' })],
	])('come from the plain list when %s', async (_, first) => {
		const { people, requests } = peopleOf([first, rows({ id: 'u1', name: 'Ann', user_email: 'ann@example.edu' })]);
		expect((await people.ofInstance(MEETING, ['participant'])).people).toHaveLength(1);
		expect(requests[1]?.path).toBe(`/past_meetings/${ENCODED}/participants`);
	});

	test('of a webinar are its attendees', async () => {
		const { people, requests } = peopleOf([rows({ id: 'u1', name: 'Ann', user_email: 'ann@example.edu' })]);
		expect((await people.ofInstance(WEBINAR, ['attendee', 'participant'])).people).toMatchObject([
			{ role: 'attendee' },
		]);
		expect(requests.map(({ path }) => path)).toEqual([`/report/webinars/${ENCODED}/participants`]);
	});

	test('are read to the last page', async () => {
		const { people } = peopleOf([
			answer(200, { participants: [{ id: 'u1', name: 'A', user_email: '' }], next_page_token: 't' }),
			rows({ id: 'u2', name: 'B', user_email: '' }),
		]);
		expect((await people.ofInstance(MEETING, ['participant'])).people).toHaveLength(2);
	});
});

describe('Other roles', () => {
	test('co-hosts are those whom the dashboard calls so', async () => {
		const { people, requests } = peopleOf([
			rows(
				{ id: 'u1', user_name: 'Ann', email: 'ann@example.edu', role: 'host' },
				{ id: 'u2', user_name: 'Ben', email: 'ben@example.edu', role: 'cohost' },
				{ id: 'u3', user_name: 'Cleo', email: 'cleo@example.edu', role: 'co-host' },
			),
		]);
		expect((await people.ofInstance(MEETING, ['coHost'])).people.map(({ email }) => email)).toEqual([
			'ben@example.edu',
			'cleo@example.edu',
		]);
		expect(requests[0]).toMatchObject({ path: `/metrics/meetings/${ENCODED}/participants`, query: { type: 'past' } });
	});

	test.each([
		['semicolons', 'ann@example.edu;u2', MEETING],
		['commas', 'ann@example.edu, u2', WEBINAR],
	])('alternative hosts may be separated by %s and be addresses or ids', async (_, alternative_hosts, instance) => {
		const { people } = peopleOf([answer(200, { id: 85392858403, settings: { alternative_hosts } })]);
		expect((await people.ofInstance(instance, ['alternativeHost'])).people).toMatchObject([
			{ email: 'ann@example.edu', zoomUserId: null },
			{ email: null, zoomUserId: 'u2' },
		]);
	});

	test('a webinar whose number was taken for that of a meeting is read as a webinar', async () => {
		const { people, requests } = peopleOf([
			answer(400, { code: 3000, message: 'Cannot access webinar info.' }),
			answer(200, { settings: { alternative_hosts: 'ann@example.edu' } }),
		]);
		expect((await people.ofInstance(MEETING, ['alternativeHost'])).people).toHaveLength(1);
		expect(requests.map(({ path }) => path)).toEqual(['/meetings/85392858403', '/webinars/85392858403']);
	});

	test('panelists are asked for webinars only', async () => {
		const { people, requests } = peopleOf([
			answer(200, { panelists: [{ id: 'p1', email: 'pia@example.edu', name: 'Pia' }] }),
		]);
		expect((await people.ofInstance(MEETING, ['panelist'])).people).toEqual([]);
		expect(requests).toEqual([]);
		expect((await people.ofInstance(WEBINAR, ['panelist'])).people).toMatchObject([
			{ role: 'panelist', email: 'pia@example.edu' },
		]);
	});
});

describe('What cannot be known', () => {
	test('is a gap, and the other roles go on', async () => {
		const { people } = peopleOf([
			answer(404, { code: 3001, message: 'Meeting does not exist.' }),
			NOT_ALLOWED,
			rows({ id: 'u1', name: 'Ann', user_email: 'ann@example.edu' }),
		]);
		const found = await people.ofInstance(MEETING, ['alternativeHost', 'coHost', 'participant']);
		expect(found.gaps.map(({ role, code }) => [role, code])).toEqual([
			['alternativeHost', '3001'],
			['coHost', '4711'],
		]);
		expect(found.people).toHaveLength(1);
	});

	test('is never "nobody" because Zoom was down or the limit was reached', async () => {
		const down = Array.from({ length: 5 }, () => answer(503, 'down'));
		await expect(peopleOf(down).people.ofInstance(MEETING, ['coHost'])).rejects.toMatchObject({ code: 'HTTP_503' });
		const limit = answer(429, { code: 429, message: 'You have reached the maximum daily rate limit for this API.' });
		await expect(peopleOf([limit]).people.ofInstance(MEETING, ['participant'])).rejects.toMatchObject({
			code: 'DAILY_LIMIT',
		});
	});
});
