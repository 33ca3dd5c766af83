/** The three things in a row: the recording in Zoom, the way between, the entries in Kaltura. */
import { clockText, h, keyedList, part, sizeText, whenText } from './dom.js';
import { attachmentPaper, captionPaper } from './papers.js';

const badge = (text, tone = '') => h('span', { class: `badge ${tone}` }, text);

/* -- Zoom ------------------------------------------------------------------------------------------------------ */

const fileChip = (file) =>
	h(
		'li',
		{
			class: `chip ${file.trashed ? 'gone' : file.status === 'processing' ? 'processing' : file.copied ? 'copied' : ''}`,
			title: [
				`${file.fileType} ${file.recordingType}`.trim(),
				file.trashed ? 'in the trash' : file.status,
				file.copied ? 'the same bytes are in Kaltura' : '',
			]
				.filter(Boolean)
				.join(' · '),
		},
		file.label,
		h('small', {}, file.status === 'processing' ? 'processing' : sizeText(file.sizeBytes)),
		file.copied && h('span', { class: 'visually-hidden' }, ' (in Kaltura)'),
	);

const segmentBlock = (segment, index, all) =>
	h(
		'section',
		{ class: 'segment' },
		all.length > 1 && h('h4', {}, `Part ${index + 1} of ${all.length}, from ${clockText(segment.startedAt)}`),
		h('ul', { class: 'chips' }, segment.files.map(fileChip)),
	);

const peopleBlock = (people) =>
	people.length > 0 &&
	h(
		'details',
		{ class: 'people', 'data-key': 'people' },
		h('summary', {}, people.length === 1 ? '1 person was there' : `${people.length} people were there`),
		h(
			'ul',
			{},
			people.map((person) =>
				h(
					'li',
					{},
					h('span', {}, person.name, person.role && ' ', person.role && badge(person.role)),
					h('span', {}, person.email || 'no e-mail'),
				),
			),
		),
	);

const eventsBlock = (events) =>
	events.length > 0 &&
	h(
		'ul',
		{ class: 'events', 'aria-label': 'Webhooks sent' },
		events.map((event) =>
			h(
				'li',
				{},
				badge(event.result, event.tone),
				h('code', {}, event.event),
				h('span', { class: 'late' }, event.attempts > 1 ? `${event.attempts} attempts` : clockText(event.at)),
			),
		),
	);

const STATUS = {
	completed: ['in the cloud', 'zoom'],
	processing: ['processing', 'wait'],
	trashed: ['in the trash', 'bad'],
	deleted: ['deleted', 'bad'],
	recording: ['being recorded', 'wait'],
};

function drawRecording(recording) {
	const [status, tone] = STATUS[recording.status] ?? [recording.status, ''];
	return [
		h(
			'div',
			{ class: 'title' },
			h('h3', {}, recording.topic || '(no topic)'),
			badge(status, tone),
			badge(recording.kindText),
		),
		h('p', { class: 'sub' }, `${recording.host.name} · `, recording.host.email || 'host without e-mail'),
		h(
			'p',
			{ class: 'sub' },
			`${whenText(recording.startedAt)} · ${recording.meetingId}`,
			recording.account > 1 && ` · account ${recording.account}`,
		),
		...recording.segments.map(segmentBlock),
		peopleBlock(recording.people),
		eventsBlock(recording.events),
		h(
			'div',
			{ class: 'card-actions' },
			recording.actions.map(({ action, label, title }) =>
				h(
					'button',
					{
						type: 'button',
						'data-key': action,
						'data-action': action,
						'data-uuid': recording.uuid,
						'data-account': recording.account,
						title,
					},
					label,
				),
			),
		),
	];
}

/* -- the way between ------------------------------------------------------------------------------------------- */

const PATH = {
	none: 'not announced',
	waiting: 'waiting',
	sent: 'on its way',
	importing: 'importing',
	ready: 'arrived',
	failed: 'failed',
	refused: 'refused',
	alone: '',
};

function drawPath({ state, text }) {
	const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
	svg.setAttribute('viewBox', '0 0 84 26');
	svg.setAttribute('preserveAspectRatio', 'none');
	svg.setAttribute('aria-hidden', 'true');
	const wire = document.createElementNS(svg.namespaceURI, 'path');
	wire.setAttribute('class', 'wire');
	wire.setAttribute('d', 'M2 13 H70');
	const head = document.createElementNS(svg.namespaceURI, 'path');
	head.setAttribute('class', 'head');
	head.setAttribute('d', 'M68 4 L84 13 L68 22 Z');
	svg.append(wire, head);
	return state === 'alone' ? [] : [svg, h('span', {}, text || PATH[state])];
}

/* -- Kaltura --------------------------------------------------------------------------------------------------- */

/** Plays the chosen stream; switching keeps the moment, as in Kaltura's own player. */
function drawPlayer(media) {
	if (media.streams.length === 0) return [h('div', { class: 'no-video' }, media.nothing)];
	const video = h(media.audio ? 'audio' : 'video', {
		controls: true,
		playsinline: true,
		preload: 'none',
		'aria-label': `${media.audio ? 'Sound' : 'Video'} of ${media.name}`,
	});
	for (const caption of media.captions) {
		const track = h('track', {
			kind: 'captions',
			src: caption.url,
			srclang: caption.languageCode,
			label: caption.label,
		});
		if (caption === media.captions[0]) track.setAttribute('default', '');
		video.append(track);
	}
	const select = (stream, buttons) => {
		const { currentTime, paused } = video;
		const before = video.getAttribute('src');
		video.setAttribute('src', stream.url);
		if (before) {
			video.currentTime = Math.min(currentTime, video.duration || currentTime);
			if (!paused) void video.play();
		}
		for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.entry === stream.entryId));
	};
	const buttons = media.streams.map((stream) =>
		h(
			'button',
			{
				type: 'button',
				'data-entry': stream.entryId,
				'data-key': stream.entryId,
				'aria-pressed': 'false',
				title: `${stream.entryId} · ${sizeText(stream.sizeBytes)}${stream.identical ? ' · the same bytes as in Zoom' : ''}`,
				onclick: () => select(stream, buttons),
			},
			stream.label,
		),
	);
	select(media.streams[0], buttons);
	// Metadata only once it is looked at: a long list must not open a hundred downloads.
	new IntersectionObserver((seen, observer) => {
		if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
		video.preload = 'metadata';
		observer.disconnect();
	}).observe(video);
	return [video, h('div', { class: 'streams', role: 'group', 'aria-label': 'Streams' }, buttons)];
}

const names = (values, none) =>
	values.length > 0
		? h(
				'dd',
				{ class: 'chips' },
				values.map((value) => h('span', { class: 'chip' }, value)),
			)
		: h('dd', { class: 'sub' }, none);

function drawFacts(entry) {
	const facts = [
		[h('dt', {}, 'Owner'), h('dd', {}, h('b', {}, entry.owner || '(nobody)'))],
		[h('dt', {}, 'May publish'), names(entry.rights.publish, 'only the owner')],
		[h('dt', {}, 'May edit'), names(entry.rights.edit, 'only the owner')],
		[h('dt', {}, 'May view'), names(entry.rights.view, 'nobody else by name')],
		[h('dt', {}, 'Categories'), names(entry.categories, 'none')],
		entry.tags && [h('dt', {}, 'Tags'), h('dd', {}, entry.tags)],
	].filter(Boolean);
	return [
		h('dl', { class: 'facts' }, facts.flat()),
		h(
			'details',
			{ 'data-key': 'more', class: 'paper' },
			h('summary', {}, 'Entry ', h('code', {}, entry.id)),
			h(
				'dl',
				{ class: 'facts' },
				h('dt', {}, 'Reference'),
				h('dd', {}, h('code', {}, entry.referenceId || '(none)')),
				h('dt', {}, 'Admin tags'),
				h('dd', {}, entry.adminTags || '(none)'),
				h('dt', {}, 'Created'),
				h('dd', {}, whenText(entry.createdAt)),
				entry.description && [
					h('dt', {}, 'Description'),
					h('dd', { style: 'white-space: pre-line' }, entry.description),
				],
			),
		),
	];
}

function entryCard() {
	const head = part(h('div', { class: 'title' }), (data) => [
		h('h3', {}, data.name || '(no name)'),
		badge(data.statusText, data.tone),
		data.part && badge(data.part),
		data.kindText && badge(data.kindText),
	]);
	const player = part(h('div', { class: 'player' }), drawPlayer);
	const facts = part(h('div'), drawFacts);
	const papers = part(h('div', { class: 'papers' }), ({ captions, attachments }) => [
		...captions.map(captionPaper),
		...attachments.map(attachmentPaper),
	]);
	const element = h(
		'article',
		{ class: 'card entry' },
		head.element,
		h('div', { class: 'entry-body' }, player.element, facts.element),
		papers.element,
	);
	return {
		element,
		update(entry) {
			element.dataset.entry = entry.id;
			element.setAttribute('aria-label', `Entry ${entry.name}`);
			head.update({
				name: entry.name,
				statusText: entry.statusText,
				tone: entry.tone,
				part: entry.part,
				kindText: entry.kindText,
			});
			player.update({
				name: entry.name,
				audio: entry.audio,
				streams: entry.streams,
				captions: entry.captions.filter(({ ready }) => ready),
				nothing: entry.nothing,
			});
			const { streams, captions, attachments, statusText, tone, part: _part, ...rest } = entry;
			facts.update(rest);
			papers.update({ captions, attachments });
		},
	};
}

/* -- a row ----------------------------------------------------------------------------------------------------- */

export function row() {
	const recording = part(h('article'), (data) =>
		data ? drawRecording(data) : h('p', {}, 'Not in Zoom: made in Kaltura, or already gone from Zoom.'),
	);
	const path = part(h('div'), drawPath);
	const entriesElement = h('div', { class: 'entries' });
	const list = h('div', { class: 'entries' });
	const entries = keyedList(list, entryCard);
	const nothing = part(h('p', { class: 'nothing' }), (text) => text);
	entriesElement.append(list, nothing.element);
	const element = h('li', { class: 'row' }, recording.element, path.element, entriesElement);
	return {
		element,
		update(data) {
			element.dataset.key = data.key;
			recording.element.className = `card recording ${data.recording ? '' : 'absent'} ${['trashed', 'deleted'].includes(data.recording?.status) ? 'gone' : ''}`;
			recording.element.dataset.uuid = data.recording?.uuid ?? '';
			recording.update(data.recording);
			path.element.className = `path ${data.path.state}`;
			path.update(data.path);
			entries.update(data.entries, (entry) => entry.id);
			nothing.element.hidden = data.entries.length > 0;
			nothing.update(data.nothing);
		},
	};
}
