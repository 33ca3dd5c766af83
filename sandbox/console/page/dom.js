/** Just enough DOM: elements from data, lists by key, and parts that are redrawn only when what they show has changed. */

/** Text is always set as text: topics and chats come from strangers. */
export function h(tag, properties = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (value === undefined || value === null || value === false) continue;
		if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
		else element.setAttribute(name, value === true ? '' : value);
	}
	element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
	return element;
}

/**
 * A place that shows `data` through `draw(data)`, redrawn only when the data differs. What the reader had opened
 * (`<details data-key>`) stays open, and the keyboard stays where it was (`data-key` of the focused element).
 */
export function part(element, draw) {
	let shown;
	return {
		element,
		update(data) {
			const signature = JSON.stringify(data);
			if (signature === shown) return;
			shown = signature;
			const open = new Map(
				[...element.querySelectorAll('details[data-key]')].map((details) => [details.dataset.key, details.open]),
			);
			const focused = element.contains(document.activeElement)
				? document.activeElement.closest('[data-key]')?.dataset.key
				: undefined;
			element.replaceChildren(...[draw(data)].flat().filter(Boolean));
			for (const details of element.querySelectorAll('details[data-key]')) {
				if (open.has(details.dataset.key)) details.open = open.get(details.dataset.key);
			}
			if (focused) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
		},
	};
}

/** Keeps one child per item, in the items' order; `create(item)` gives `{ element, update(item) }`. */
export function keyedList(parent, create) {
	const known = new Map();
	let first = true;
	return {
		update(items, keyOf) {
			const wanted = new Set(items.map(keyOf));
			for (const [key, child] of known) {
				if (!wanted.has(key)) {
					child.element.remove();
					known.delete(key);
				}
			}
			let previous = null;
			for (const item of items) {
				const key = keyOf(item);
				let child = known.get(key);
				if (!child) {
					child = create(item);
					if (!first) child.element.classList.add('fresh');
					known.set(key, child);
				}
				child.update(item);
				// Moved only when out of place: a moved <video> would stop playing.
				const expected = previous ? previous.nextElementSibling : parent.firstElementChild;
				if (expected !== child.element) parent.insertBefore(child.element, expected);
				previous = child.element;
			}
			first = false;
		},
	};
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
export const whenText = (iso) => (iso ? day.format(new Date(iso)) : '');
export const clockText = (iso) => (iso ? clock.format(new Date(iso)) : '');

export function sizeText(bytes) {
	if (bytes < 1000) return `${bytes} B`;
	const units = ['kB', 'MB', 'GB', 'TB'];
	const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
	const value = bytes / 1000 ** power;
	return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}
