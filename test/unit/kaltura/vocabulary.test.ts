import * as entries from '../../../lib/kaltura/entries';
import { ATTACHMENT_FORMAT } from '../../../lib/kaltura/attachments';
import { CAPTION_FORMAT, CAPTION_SOURCE } from '../../../lib/kaltura/captions';
import { isKalturaCode, KalturaError } from '../../../lib/kaltura/errors';
import { languageName, LANGUAGES } from '../../../lib/kaltura/languages';
import { toResource } from '../../../lib/kaltura/requests/resources';
import { CAPTION_LANGUAGES } from '../../../lib/policy/import/caption-languages';
import * as policy from '../../../lib/policy/import/captions';
import { clientEnums } from '../../sandbox/kaltura-client-types';

// The words of Kaltura's wire, each in one place, and the same as those of its official client.

const enums = clientEnums();
const wire = (values: Record<string, string | number>) => Object.values(values).map(String).toSorted();
const official = (name: string) => [...new Set((enums[name] ?? []).map(String))].toSorted();

test.each([
	['caption formats', CAPTION_FORMAT, 'CaptionType'],
	['caption sources', CAPTION_SOURCE, 'CaptionSource'],
	['attachment formats', ATTACHMENT_FORMAT, 'AttachmentType'],
])('%s are those of Kaltura', (_, values, name) => expect(wire(values)).toEqual(official(name)));

test('statuses and kinds of media are among those of Kaltura', () => {
	expect(official('EntryStatus')).toEqual(expect.arrayContaining(wire(entries.ENTRY_STATUS)));
	expect(official('EntryReplacementStatus')).toEqual(expect.arrayContaining(wire(entries.REPLACEMENT_STATUS)));
	expect(official('MediaType')).toEqual(expect.arrayContaining(wire(entries.MEDIA_TYPE)));
});

test('what the rules know of captions is what the wire says', () => {
	expect(CAPTION_FORMAT).toMatchObject(policy.CAPTION_FORMAT);
});

test('every language that is offered is one of Kaltura’s names', () => {
	expect(official('Language')).toEqual(expect.arrayContaining([...CAPTION_LANGUAGES, ...Object.values(LANGUAGES)]));
	expect(languageName('de-AT')).toBe('German');
});

test.each([
	['https://cdn.test/a.mp4', 'https://cdn.test/a.mp4'],
	['https://cdn.test/a.mp4?t=a//b///c', 'https://cdn.test/a.mp4?t=a%2F%2Fb%2F%2F/c'],
	[
		'https://cdn.test/a.mp4?next=https://x.test//y?z=//',
		'https://cdn.test/a.mp4?next=https:%2F%2Fx.test%2F%2Fy?z=%2F%2F',
	],
])('double slashes in the query of %s are escaped, because Kaltura joins them', (url, expected) => {
	expect(toResource({ url })).toMatchObject({ url: expected, shouldRedirect: true, forceAsyncDownload: true });
});

test('a code that is not in the list cannot be written, one that Kaltura answers is kept', () => {
	const error = new KalturaError({ code: 'ENTRY_ID_NOT_FOUND', request: 'media.get' });
	expect(isKalturaCode(error, 'ENTRY_ID_NOT_FOUND')).toBe(true);
	// @ts-expect-error a mistyped code is refused by the compiler
	expect(isKalturaCode(error, 'ENTRY_NOT_FOUND')).toBe(false);
});
