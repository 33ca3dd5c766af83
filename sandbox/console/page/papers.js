/** Captions and chats as a person reads them: fetched once per version, parsed here, shown line by line. */
import { h } from './dom.js';

const fetched = new Map();

/** The text behind one of this server's own addresses; the address changes when the text does. */
export function textOf(url) {
	if (!fetched.has(url)) {
		fetched.set(
			url,
			fetch(url).then(async (response) => {
				if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 200)}`);
				return response.text();
			}),
		);
		// A refusal is not kept: the next redraw asks again.
		fetched.get(url).catch(() => fetched.delete(url));
	}
	return fetched.get(url);
}

/** WebVTT or SubRip cues: `{ start: seconds, speaker, text }`. */
export function parseCues(text) {
	return text
		.replaceAll('\r\n', '\n')
		.split(/\n{2,}/)
		.flatMap((block) => {
			const lines = block.split('\n');
			const at = lines.findIndex((line) => line.includes('-->'));
			if (at < 0) return [];
			const start = lines[at]
				.split('-->')[0]
				.trim()
				.replace(',', '.')
				.split(':')
				.reduce((total, value) => total * 60 + Number(value), 0);
			const said = lines.slice(at + 1).join(' ');
			const [, speaker, words] = /^([^:]{1,60}): (.*)$/s.exec(said) ?? [null, '', said];
			return said ? [{ start, speaker, text: words }] : [];
		});
}

/** Zoom's chat file: "00:00:02<tab>Ann Lee:<tab>Good morning". Lines without a time belong to the one before. */
export function parseChat(text) {
	const messages = [];
	for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
		const [, time, speaker, words] = /^(\d\d:\d\d:\d\d)\s+(?:From\s+)?(.*?):\s(.*)$/.exec(line) ?? [];
		if (time) messages.push({ time, speaker: speaker.trim(), text: words.trim() });
		else if (line.trim() && messages.length > 0) messages.at(-1).text += `\n${line.trim()}`;
		else if (line.trim()) messages.push({ time: '', speaker: '', text: line.trim() });
	}
	return messages;
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
const line = (time, speaker, text) =>
	h('li', {}, h('time', {}, time), h('p', {}, speaker && h('b', {}, `${speaker}: `), text));

/** A folded list of lines that fills itself when it is first looked at; before the text is there it says so. */
function paper(asset, title, badge, parse) {
	const list = h('ol', { class: 'lines', tabindex: '0', 'aria-label': title });
	const details = h(
		'details',
		{ class: 'paper', 'data-key': asset.id, open: true },
		h('summary', {}, title, ' ', badge && h('span', { class: `badge ${badge.tone}` }, badge.text)),
		list,
	);
	if (!asset.ready) {
		list.append(h('li', {}, 'The text is not here yet.'));
		return details;
	}
	let filled = false;
	const fill = () => {
		if (filled || !details.open) return;
		filled = true;
		textOf(asset.url).then(
			(text) => list.replaceChildren(...parse(text)),
			(error) => {
				filled = false;
				list.replaceChildren(h('li', {}, `This text could not be read: ${error.message}`));
			},
		);
	};
	details.addEventListener('toggle', fill);
	fill();
	return details;
}

export const captionPaper = (caption) =>
	paper(
		caption,
		`Captions: ${caption.label || 'without label'}`,
		caption.ready ? { tone: 'kaltura', text: caption.language } : { tone: 'wait', text: caption.statusText },
		(text) => parseCues(text).map((cue) => line(minutes(cue.start), cue.speaker, cue.text)),
	);

export const attachmentPaper = (attachment) =>
	paper(
		attachment,
		attachment.filename || 'Attachment',
		attachment.ready ? null : { tone: 'wait', text: attachment.statusText },
		(text) => parseChat(text).map((message) => line(message.time, message.speaker, message.text)),
	);
