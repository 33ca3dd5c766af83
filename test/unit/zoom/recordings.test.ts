import { Recordings } from '../../../lib/zoom/recordings';
import { answer, scripted } from './fake-zoom';

test('W8 a day with more than 3,000 recordings is listed to its last page', async () => {
	const pages = Array.from({ length: 11 }, (_, page) =>
		answer(200, {
			next_page_token: page < 10 ? `page-${page + 1}` : '',
			meetings: Array.from({ length: page < 10 ? 300 : 250 }, (_row, row) => ({
				uuid: `uuid-${page}-${row}==`,
				id: 80_000_000_000 + page * 300 + row,
				start_time: '2026-03-02T09:00:00Z',
			})),
		}),
	);
	const { api, requests } = scripted(pages);
	const listed = new Set<string>();
	for await (const { recordings } of new Recordings(api, () => '').listAccount({
		from: '2026-03-02',
		to: '2026-03-02',
	})) {
		for (const { meetingUuid } of recordings) listed.add(meetingUuid);
	}
	expect(listed.size).toBe(3250);
	expect(requests).toHaveLength(11);
});
