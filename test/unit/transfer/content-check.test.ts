import { type ContentKind, looksWrong, looksWrongInside } from '../../../lib/transfer/content-check';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const MP4 = bytes('\0\0\0\x18ftypisom\0\0\x02\0');
const LOGIN = bytes('<!DOCTYPE html>\n<html lang="en-US">');
const JSON_ERROR = bytes('{"status":false,"errorCode":124,"errorMessage":"Forbidden"}');

test.each<[string, ContentKind, string, Buffer]>([
	['an MP4', 'media', 'video/mp4', MP4],
	['an MP4 that is sent as something unknown', 'media', 'application/octet-stream', MP4],
	['an MP3 with a tag', 'media', 'audio/mpeg', bytes('ID3\x04\0\0')],
	['an ADTS frame', 'media', 'audio/aac', bytes('\xff\xf1\x50\x80')],
	['a transcript', 'vtt', 'text/vtt', bytes('WEBVTT\n\n1\n')],
	['a transcript with a byte order mark', 'vtt', 'text/plain', bytes('\xef\xbb\xbfWEBVTT\n')],
	['a chat', 'text', 'text/plain', bytes('09:00:01 From Ann to Everyone: {hello}')],
	['a timeline', 'json', 'application/json', bytes('{"timeline":[]}')],
	['an unknown kind, whatever it is', 'any', 'text/html', LOGIN],
	['a document of a kind that nobody knows', 'document', 'application/pdf', bytes('%PDF-1.7')],
])('%s is what it should be', (_, kind, type, head) => expect(looksWrong(kind, type, head)).toBeNull());

test.each<[string, ContentKind, string, Buffer, RegExp]>([
	['a login page by its type', 'media', 'text/html;charset=utf-8', MP4, /web page/],
	['a login page by its bytes', 'media', 'video/mp4', LOGIN, /web page/],
	['a login page in place of a transcript', 'vtt', 'text/vtt', LOGIN, /web page/],
	['a login page in place of a chat', 'text', 'text/plain', LOGIN, /web page/],
	['a login page in place of a timeline', 'json', 'application/json', LOGIN, /web page/],
	['an error in JSON', 'media', 'application/octet-stream', JSON_ERROR, /JSON/],
	['an error in JSON in place of a transcript', 'vtt', 'text/vtt', JSON_ERROR, /JSON/],
	['other JSON in place of a video', 'media', 'application/json', bytes('[1,2]'), /JSON/],
	['nothing', 'media', 'video/mp4', bytes(''), /nothing/],
	['a PDF', 'media', 'video/mp4', bytes('%PDF-1.7'), /neither/],
	['a login page in place of a document', 'document', 'application/pdf', LOGIN, /web page/],
	['an error in place of a document', 'document', 'application/pdf', JSON_ERROR, /JSON/],
	['no WebVTT', 'vtt', 'text/vtt', bytes('1\n00:00:01,000 --> 00:00:02,000'), /WebVTT/],
])('%s is noticed', (_, kind, type, head, what) => expect(looksWrong(kind, type, head)).toMatch(what));

test.each<[ContentKind, string, boolean]>([
	['media', 'text/html', true],
	['media', 'application/json', true],
	['json', 'application/json', false],
	['media', 'video/mp4', false],
	['any', 'text/html', false],
])('in the middle of %s, %s is wrong: %s', (kind, type, wrong) =>
	expect(looksWrongInside(kind, type) !== null).toBe(wrong),
);
