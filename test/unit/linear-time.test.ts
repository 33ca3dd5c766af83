import { parseJson } from '../../lib/zoom/json';
import { readErrorBody } from '../../lib/zoom/errors';
import { withoutSecrets } from '../../lib/zoom/webhook-events';
import { KalturaError } from '../../lib/kaltura/errors';
import { readAnswer } from '../../lib/kaltura/wire';
import { storable } from '../../lib/http/strangers-text';
import { parseCsv } from '../../lib/policy/csv';
import { readList } from '../../lib/policy/lists/read-list';
import { patternProblem } from '../../lib/policy/patterns';
import { RULE_LIST_COLUMNS, THEN_COLUMNS, WHEN_COLUMNS } from '../../lib/policy/routing/columns';
import { readRules } from '../../lib/policy/routing/read-rules';
import { readDays, readTimes } from '../../lib/policy/routing/schedule';
import { readReview } from '../../lib/policy/access/review-table';
import { parseDistinguishedName } from '../../lib/policy/groups/distinguished-name';
import { attributeValues } from '../../lib/policy/groups/attribute-values';
import { captionFormat, captionLanguage } from '../../lib/policy/import/captions';
import { cleanText } from '../../lib/policy/import/entry-text';
import { looksWrong } from '../../lib/transfer/content-check';

import { Heartbeat } from '../heartbeat';

// What other people write may be long, and may be made so that a reader goes over it again and again. Work that grows with the
// square of the length takes minutes for each of these texts, and days for the one of 5 MB: the watch of the heartbeat ends it.

const SIZE = 500_000;
const repeated = (part: string) => part.repeat(Math.ceil(SIZE / part.length)).slice(0, SIZE);

const PARTS = [
	'"',
	'\\',
	'\\"',
	'"\\',
	'{"a":',
	'[',
	'<',
	'<a',
	'<<b>',
	',',
	'="',
	'CN="\\",',
	'CN=a\\,',
	'CN=a,',
	' ',
	'\n',
	'\r',
	'\t;',
	'a',
	'1',
	'12345678901234567 ',
	'"12345678901234567",',
	'😀',
	'\ud800',
	'http://',
	'http://a?b ',
	'.',
	'{1:result:',
	'--> ',
	'NOTE\n',
	'00:00:01.000 --> 00:00:02.000\n<v A: b\n',
	'djJ8',
	'does not contain scopes: [',
	'@',
	'-',
];
const TEXTS: string[] = [
	...PARTS.map(repeated),
	// Valid JSON, with everything that has to be looked at.
	`[${repeated('"\\\\\\"12345678901234567",12345678901234567,')}1]`,
	`{"a":"${repeated('\\"')}\\"","b":12345678901234567}`,
	`{"a":"${repeated('\\\\')}","b":12345678901234567}`,
	`${'['.repeat(SIZE / 2)}${']'.repeat(SIZE / 2)}`,
	`${'{"a":'.repeat(SIZE / 6)}1${'}'.repeat(SIZE / 6)}`,
	`WEBVTT\n\n${repeated('<')}`,
	`CN="${repeated('\\"')}`,
	`sep=;\n"${repeated('""')}`,
	`${repeated('a;')}\n${'b\n'.repeat(1000)}`,
	`subjectType,subjectId,decision${',x'.repeat(SIZE / 4)}\n${'user,1,keep\n'.repeat(SIZE / 24)}`,
	JSON.stringify({ code: 4711, message: repeated('does not contain scopes: [') }),
	JSON.stringify({
		objectType: 'KalturaAPIException',
		code: 'X',
		message: repeated('http://a') + '...',
		args: { A: repeated('. ') },
	}),
];
/** 5 MB with something of everything. */
const ALL = TEXTS.map((text) => text.slice(0, (10 * SIZE) / TEXTS.length)).join('');
const settings = {
	language: 'detect',
	fallbackLanguage: 'English',
	corrected: 'replace' as const,
	transcriptLabel: 'Transcript',
	closedCaptionLabel: 'CC',
	accuracy: 85,
};
const refuse = () => {
	throw new Error('no workbook');
};
const answer = (text: string, status = 200) => ({ status, headers: {}, text });
/** Most of these texts are no JSON: refusing them is what is wanted, as long as it is an ordinary refusal. */
const tried = (work: () => unknown) => {
	try {
		return work();
	} catch (error) {
		expect(error instanceof SyntaxError || error instanceof KalturaError).toBe(true);
		return null;
	}
};

const READERS: Array<[string, (text: string) => unknown]> = [
	["Zoom's JSON", (text) => tried(() => parseJson(text))],
	["a body of Zoom's webhook", (text) => tried(() => withoutSecrets(parseJson(text)))],
	["Zoom's errors", (text) => readErrorBody(text)],
	["Kaltura's answers", (text) => tried(() => readAnswer(answer(text), 'media.list'))],
	["Kaltura's errors", (text) => tried(() => readAnswer(answer(text, 500), 'media.list'))],
	['text that is stored', (text) => storable({ a: [text] })],
	['topics', (text) => cleanText(text)],
	['CSV', (text) => parseCsv(text)],
	['a review', (text) => readReview(text)],
	[
		'a list that people hand in',
		(text) => [RULE_LIST_COLUMNS, null].map((columns) => readList(Buffer.from(text), { columns }, refuse)),
	],
	[
		'the heading of a list',
		(text) => readList(Buffer.from(`rule${text}\n${'x\n'.repeat(1000)}`), { columns: null }, refuse),
	],
	[
		'cells of routing rules',
		(text) =>
			readRules([
				Object.fromEntries([...WHEN_COLUMNS, ...THEN_COLUMNS].map((column) => [column, text.slice(0, 100_000)])),
			]),
	],
	['weekdays and times', (text) => [readDays(`mon${text}x`), readTimes(`08:00${text}`)]],
	['patterns', (text) => patternProblem(text)],
	['distinguished names', (text) => parseDistinguishedName(text)],
	['attributes of a directory', (text) => attributeValues(text, { separators: [',', ';'], trim: true })],
	['captions', (text) => [captionFormat(text), captionLanguage(text, settings)]],
	['the beginning of a download', (text) => looksWrong('vtt', 'text/plain', Buffer.from(text).subarray(0, 64))],
];

test.each(READERS)(
	'%s: every text of 5 MB is read in time that grows with its length',
	async (_, read) => {
		const heartbeat = new Heartbeat();
		const slow: string[] = [];
		for (const text of [...TEXTS, ALL]) {
			const before = process.cpuUsage();
			read(text);
			const { user, system } = process.cpuUsage(before);
			// Several times what the slowest of them takes on a busy machine, and a millionth of what the square would take.
			if (user + system > 8_000_000) slow.push(text.slice(0, 60));
			await new Promise((turn) => setImmediate(turn));
			heartbeat.beat();
		}
		heartbeat.stop();
		expect(slow).toEqual([]);
	},
	120_000,
);

test('a body of thousands of levels loses what is below, not the whole event', () => {
	const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
	const event = withoutSecrets(parseJson(`{"event":"x","payload":${deep},"secret_token":"s"}`)) as object;
	expect(Object.keys(event)).toEqual(['event', 'payload']);
	expect(() => JSON.stringify(event)).not.toThrow();
});
