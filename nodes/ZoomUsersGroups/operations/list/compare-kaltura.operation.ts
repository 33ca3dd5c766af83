import { kalturaDifferences } from '../../../../lib/policy/people/kaltura-differences';
import type { DirectoryOperation } from '../../fields';
import { rowsIn } from '../../rows';

export const compareKaltura: DirectoryOperation = {
	value: 'compareKaltura',
	reads: true,
	name: 'Compare With Kaltura',
	action: 'Compare users of zoom with those of kaltura',
	description:
		'Each item is what Kaltura Users → Get or Ensure answered about a Zoom user. Gives an item for whoever is missing in Kaltura, or has another Kaltura user ID in Zoom, with what to do; nothing for all others.',
	fields: [
		{
			displayName: 'Zoom User',
			name: 'zoomUser',
			type: 'json',
			default: '={{ $json }}',
			description: 'The user as Zoom gave it, with details',
		},
		{
			displayName: 'Last Report',
			name: 'lastReport',
			type: 'json',
			default: '[]',
			description: 'Rows of the last report: what Zoom did not keep is not written again',
		},
	],

	async runAll(calls) {
		const first = calls[0];
		if (!first) return [];
		const written = rowsIn(first, 'lastReport', 'Last Report').filter(
			(row) => row.written === true || row.difference === 'not-kept-by-zoom',
		);
		const text = (value: unknown) => String(value ?? '');
		const pairs = calls.map(({ parameter, item: { json } }) => {
			const user = parameter.object('zoomUser');
			const found = json.found === true || Boolean(json.change);
			const error = json.error as { message?: string } | string | undefined;
			return {
				zoom: {
					id: text(user.id ?? user.zoomUserId),
					email: text(user.email),
					firstName: text(user.firstName),
					lastName: text(user.lastName),
					cmsUserId: text(user.cmsUserId),
				},
				kaltura: {
					userId: found ? text(json.id) : '',
					status: found ? text(json.status) : '',
					problem: text(typeof error === 'object' ? error.message : error),
				},
			};
		});
		const differences = kalturaDifferences(pairs, new Set(written.map(({ email }) => text(email).toLowerCase())));
		return calls.map((_, index) => (index === 0 ? differences : []));
	},
};
