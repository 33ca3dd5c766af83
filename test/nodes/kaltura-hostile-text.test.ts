import fc from 'fast-check';

import { KalturaMedia } from '../../nodes/KalturaMedia/KalturaMedia.node';
import { KalturaUsers } from '../../nodes/KalturaUsers/KalturaUsers.node';
import { schedules as seeded } from '../schedules';
import { type Sandbox, startSandbox } from '../sandbox';
import { shortenWaits } from '../short-waits';
import { ImportBench } from './kaltura-import-bench';

// Kaltura replaces {N:result:path} in every text of a multirequest, without an escape. Whatever people write arrives byte for
// byte, in batches too, and nothing of one recording shows up in another.

const SEED = 20261201;
shortenWaits();

let sandbox: Sandbox;
let bench: ImportBench;
beforeAll(async () => {
	sandbox = await startSandbox({ data: 'people', indexLagMs: 0, conversionMs: 1 });
	bench = new ImportBench(sandbox);
});
afterAll(() => sandbox.stop());

const PATHS = ['', ':id', ':name', ':userId', ':objects:0:id', ':objects:_all:id', ':description', ':ks', ':message'];
const reference = fc
	.tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(...PATHS))
	.map(([position, path]) => `{${position}:result${path}}`);
const piece = fc.oneof(
	reference,
	fc.constantFrom('{', '}', '{1:result', ':result:id}', '{1:resultant}', '\\', '"', '&amp', '{{$json.x}}', '__proto__'),
	fc.constantFrom('Algebra', '-', 'Grüße', '1+1=2', '${x}', '%7B1:result:id%7D', "'"),
);
const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));

interface HostileMeeting {
	topic: string;
	chat: string[];
	captions: string[];
	category: string;
}
const meetings: fc.Arbitrary<HostileMeeting[]> = fc.array(
	fc.record({
		topic: text,
		chat: fc.array(text, { minLength: 1, maxLength: 3 }),
		captions: fc.array(text, { minLength: 1, maxLength: 3 }),
		category: text,
	}),
	{ minLength: 2, maxLength: 4 },
);

const chatFile = ({ chat }: HostileMeeting) => chat.map((line, at) => `00:00:0${at}\tAnn:\t${line}\n`).join('');
const vtt = ({ captions }: HostileMeeting) =>
	`WEBVTT\n\n${captions.map((line, at) => `${at + 1}\n00:00:0${at}.000 --> 00:00:0${at + 1}.000\nWords: ${line}\n`).join('\n')}`;
const file = (recordingType: string, content?: string) => ({ recordingType, ...(content ? { text: content } : {}) });

/** Imports all in one batch, published below "Zoom", with the text as a tag of every entry. */
async function importAll(wanted: readonly HostileMeeting[], tag: string) {
	const items = [];
	for (const one of wanted) {
		const uuid = await bench.meeting({
			topic: one.topic,
			files: [
				file('shared_screen_with_speaker_view'),
				file('gallery_view'),
				file('audio_transcript', vtt(one)),
				file('chat_file', chatFile(one)),
			],
		});
		const trackingFields = { KalturaCategoryPath: 'Zoom', KalturaCategory: one.category };
		items.push(await bench.recording(uuid, { owner: { userId: 'ann' }, trackingFields }));
	}
	const results = await bench.import(items, { entry: { tags: tag }, options: { createMissingCategories: true } });
	await bench.settled();
	return { items, results };
}

test('topics, chats, captions, tags and category names arrive byte for byte, in batches', async () => {
	const property = fc.asyncProperty(meetings, text, async (wanted, tag) => {
		await sandbox.control.kaltura.reset('people');
		await sandbox.control.kaltura.settings({ importQueueMs: 1 });
		const { items, results } = await importAll(wanted, tag);
		for (const [index, one] of wanted.entries()) {
			const { meetingUuid, meetingId } = items[index];
			const entries = await bench.entriesOf(meetingUuid);
			const [parent, ...others] = entries.filter(({ parentEntryId }) => !parentEntryId);
			expect(results[index].outcome).toMatchObject({ status: 'imported', reason: 'imported' });
			expect(others).toEqual([]);
			expect(entries.map(({ name }) => name).toSorted()).toEqual([one.topic, `${one.topic} (Gallery view)`].toSorted());
			expect(entries.map(({ tags, userId }) => [tags, userId])).toEqual(entries.map(() => [tag, 'ann']));
			expect(parent.description).toContain(`Zoom Recording ID: ${meetingId}\nUUID: ${meetingUuid}\n`);
			expect(parent.captions.map(({ text: words }: any) => words)).toEqual([vtt(one)]);
			expect(parent.attachments.map(({ text: words }: any) => words)).toEqual([chatFile(one)]);
			expect(parent.categories).toEqual([`Zoom>${one.category}`]);
		}
	});
	await fc.assert(property, { ...seeded(25, SEED), endOnFailure: true });
}, 300_000);

test('names, descriptions and tags of people arrive byte for byte, and who has an odd address is found, in batches', async () => {
	const n8n = bench.n8n;
	const run = async (parameters: object, items: object[]) => {
		const [out = []] = await n8n.runNode(new KalturaUsers(), {
			parameters: parameters as never,
			items: items as never,
		});
		return out.map(({ json }) => json as any);
	};
	const people = fc.array(fc.record({ firstName: text, screenName: text, tags: text, email: text }), {
		minLength: 2,
		maxLength: 8,
	});
	const property = fc.asyncProperty(people, async (wanted) => {
		await sandbox.control.kaltura.reset('people');
		const items = wanted.map((one, index) => ({
			...one,
			firstName: one.firstName.slice(0, 40),
			email: `${index}${one.email}@example.edu`,
			id: `p${index}`,
		}));
		const field = (name: string) => `={{ $json.${name} }}`;
		const ensure = {
			resource: 'user',
			operation: 'ensure',
			userId: field('id'),
			fields: Object.fromEntries(['firstName', 'screenName', 'tags', 'email'].map((name) => [name, field(name)])),
		};
		expect((await run(ensure, items)).map(({ change }) => change)).toEqual(items.map(() => 'created'));
		const got = await run({ resource: 'user', operation: 'get', findBy: 'email', value: field('email') }, items);
		expect(
			got.map(({ id, firstName, screenName, tags, email }) => ({ id, firstName, screenName, tags, email })),
		).toEqual(items.map(({ id, firstName, screenName, tags, email }) => ({ id, firstName, screenName, tags, email })));
		// What was written is what is wanted: a second run finds nothing to do.
		expect((await run(ensure, items)).map(({ change }) => change)).toEqual(items.map(() => 'unchanged'));
	});
	await fc.assert(property, { ...seeded(40, SEED), endOnFailure: true });
}, 120_000);

test('captions and chats that are added one by one arrive byte for byte', async () => {
	const run = async (parameters: object) => {
		const [out = []] = await bench.n8n.runNode(new KalturaMedia(), {
			parameters: parameters as never,
			items: [{}] as never,
		});
		return out.map(({ json }) => json as any);
	};
	const property = fc.asyncProperty(text, text, async (label, words) => {
		const { id: entryId } = await sandbox.control.kaltura.call<{ id: string }>('POST', '/entries', {
			name: 'A lecture',
		});
		const captionText = `WEBVTT\n\n00:01.000 --> 00:02.000\n${words}\n`;
		await run({
			resource: 'caption',
			operation: 'add',
			entryId,
			contentFrom: 'text',
			text: captionText,
			language: 'English',
			label,
			ifExists: 'add',
			options: { isDefault: true, format: 'webvtt' },
		});
		await run({
			resource: 'attachment',
			operation: 'add',
			entryId,
			contentFrom: 'text',
			text: words,
			ifExists: 'add',
			filename: `${label}.txt`,
		});
		const entry = (await bench.entries()).find(({ id }) => id === entryId);
		expect(entry.captions).toMatchObject([{ label, text: captionText, isDefault: true }]);
		expect(entry.attachments).toMatchObject([{ filename: `${label}.txt`, text: words }]);
	});
	await fc.assert(property, { ...seeded(40, SEED), endOnFailure: true });
}, 120_000);
