import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * When clocks go forward or back (between 00:00 and 04:00, by the time zones of the world that do so), the hour between is left out or
 * comes twice. What runs once a day or week stands behind it.
 */
const folder = resolve(__dirname, '../../workflows');
const moments = readdirSync(folder)
	.filter((file) => file.endsWith('.json'))
	.flatMap((file) => {
		const { nodes } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
			nodes: Array<{ name: string; type: string; parameters: Record<string, any> }>;
		};
		return nodes
			.filter(({ type }) => type === 'n8n-nodes-base.scheduleTrigger')
			.flatMap(({ name, parameters }) =>
				(parameters.rule.interval as Array<Record<string, any>>).map((rule) => [`${file}: ${name}`, rule] as const),
			);
	});
const onDays = moments.filter(([, { field }]) => ['days', 'weeks', 'months'].includes(field));
const minuteOf = ({ triggerAtHour, triggerAtMinute }: Record<string, any>) =>
	Number(triggerAtHour ?? 0) * 60 + Number(triggerAtMinute ?? 0);

test('no change of summer time leaves out or doubles what runs once a day', () => {
	expect(onDays.filter(([, rule]) => minuteOf(rule) < 4 * 60 + 10).map(([name]) => name)).toEqual([]);
	expect(onDays.length).toBeGreaterThan(8);
});

test('not everything begins in the same minute', () => {
	const minutes = onDays.map(([, rule]) => minuteOf(rule));
	expect(new Set(minutes).size).toBe(minutes.length);
});
