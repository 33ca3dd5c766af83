/** Draws what the console's server tells, each time it tells, and carries out what the buttons ask for. */
import { row } from './cards.js';
import { clockText, h, keyedList, part } from './dom.js';

const $ = (id) => document.getElementById(id);
const rows = keyedList($('rows'), row);

const figures = part($('figures'), (list) =>
	list.map(({ value, label, tone }) => h('div', { class: `figure ${tone}` }, h('b', {}, value), h('span', {}, label))),
);

const feed = part($('feed'), (lines) =>
	lines.length === 0
		? [h('li', { class: 'none' }, 'Nobody has asked anything yet.')]
		: lines.map((line) =>
				h(
					'li',
					{},
					h('time', {}, clockText(line.at)),
					h('span', { class: 'who' }, h('span', { class: `badge ${line.tone}` }, line.who)),
					h('code', {}, line.what),
					h('span', { class: `status ${line.good ? 'good' : 'bad'}` }, line.status),
					h('span', { class: 'ms' }, line.ms === null ? '' : `${Math.round(line.ms)} ms`),
				),
			),
);

function show(view) {
	figures.update(view.figures);
	$('stray').hidden = !view.stray;
	$('stray').textContent = view.stray ?? '';
	rows.update(view.rows, ({ key }) => key);
	$('empty').hidden = view.rows.length > 0;
	$('hidden-rows').hidden = view.hidden === 0;
	$('hidden-rows').textContent = `${view.hidden} older recordings are not shown.`;
	document.querySelector('[data-action="slow"]').setAttribute('aria-pressed', String(view.slow));
	feed.update(view.feed);
}

/* -- live ------------------------------------------------------------------------------------------------------ */

const live = $('live');
function say(state, text) {
	live.className = `live ${state}`;
	live.textContent = text;
}
const source = new EventSource('/events');
source.addEventListener('view', ({ data }) => {
	say('on', 'live');
	show(JSON.parse(data));
});
source.addEventListener('trouble', ({ data }) => say('off', JSON.parse(data)));
// The browser tries again by itself; a closed sandbox simply stays "not connected".
source.addEventListener('error', () => say('off', 'not connected'));

/* -- buttons --------------------------------------------------------------------------------------------------- */

const told = $('told');
async function act(button) {
	const { action, uuid, account, scene } = button.dataset;
	button.disabled = true;
	told.className = 'told';
	told.textContent = '…';
	try {
		const response = await fetch('/do', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ action, uuid, scene, account: account ? Number(account) : undefined }),
		});
		const answer = await response.json();
		told.className = response.ok ? 'told' : 'told bad';
		told.textContent = answer.told;
	} catch (error) {
		told.className = 'told bad';
		told.textContent = `The sandbox did not answer: ${error.message}`;
	} finally {
		button.disabled = false;
	}
}
document.addEventListener('click', ({ target }) => {
	const button = target.closest('button[data-action]');
	if (button) void act(button);
});

/* -- the menu of recordings ------------------------------------------------------------------------------------ */

const opener = $('send');
const menu = $('send-menu');
const items = () => [...menu.querySelectorAll('[role="menuitem"]')];
function openMenu(open, focus = open) {
	menu.hidden = !open;
	opener.setAttribute('aria-expanded', String(open));
	if (open && focus) items()[0]?.focus();
}
opener.addEventListener('click', () => openMenu(menu.hidden));
opener.addEventListener('keydown', (event) => {
	if (event.key === 'ArrowDown') {
		event.preventDefault();
		openMenu(true);
	}
});
menu.addEventListener('keydown', (event) => {
	const all = items();
	const at = all.indexOf(document.activeElement);
	const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
	if (to !== undefined) {
		event.preventDefault();
		all[to % all.length].focus();
	} else if (event.key === 'Escape' || event.key === 'Tab') {
		openMenu(false);
		if (event.key === 'Escape') opener.focus();
	}
});
menu.addEventListener('click', () => {
	openMenu(false);
	opener.focus();
});
document.addEventListener('click', ({ target }) => {
	if (!menu.hidden && !target.closest('.menu')) openMenu(false);
});

const scenes = await (await fetch('/scenes')).json();
menu.append(
	...scenes.map(({ key, label, note }) =>
		h(
			'button',
			{
				type: 'button',
				role: 'menuitem',
				tabindex: '-1',
				'data-action': key === 'day' ? 'day' : 'send',
				'data-scene': key,
			},
			label,
			h('small', {}, note),
		),
	),
);
