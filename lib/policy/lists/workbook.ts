import type { Table } from './table';

/**
 * Unpacks deflated bytes; given by the caller, because policy does nothing itself.
 * @throws when they are broken or would have more than `most` bytes
 */
export type Inflate = (bytes: Uint8Array, most: number) => Uint8Array;

/** A workbook of 5 MB may unpack to many times that; a bomb unpacks to thousands of times. */
const MOST_UNPACKED = 64 * 1024 * 1024;

/** Empty ones count too: they take memory as well. */
const MOST_CELLS = 5_000_000;

/** Excel 2007 and later (.xlsx): a ZIP archive of XML. */
export const isWorkbook = (bytes: Uint8Array) =>
	bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/**
 * The rows of the first sheet of a workbook, as a person sees them: shared and inline texts, numbers as they are written,
 * results of formulas, true and false as words. A cell with a date is refused: what it shows depends on its format.
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-376/ (part 1, SpreadsheetML)
 */
export function rowsOfWorkbook(bytes: Uint8Array, inflate: Inflate): Table | { problem: string } {
	try {
		const archive = new Archive(bytes, inflate);
		const book = archive.text('xl/workbook.xml');
		if (book === null)
			return { problem: 'The file is a ZIP archive, but no Excel workbook. Save the list as CSV UTF-8.' };
		const sheet = archive.text(firstSheet(book, archive));
		if (sheet === null) return { problem: 'The workbook has no sheet that can be read. Save the list as CSV UTF-8.' };
		const shared = sharedTexts(archive.text('xl/sharedStrings.xml') ?? '');
		const dates = dateStyles(archive.text('xl/styles.xml') ?? '');
		return {
			...rowsOfSheet(sheet, shared, dates),
			format: 'Excel workbook, first sheet',
			called: 'row',
			endsEarly: true,
		};
	} catch (error) {
		const why = error instanceof Unreadable ? error.message : 'it is damaged';
		return { problem: `The workbook cannot be read: ${why}. Save the list as CSV UTF-8.` };
	}
}

class Unreadable extends Error {}

/** Files of a ZIP archive, by its central directory. */
class Archive {
	private readonly view: DataView;
	private readonly files = new Map<string, { method: number; packed: number; at: number }>();
	private left = MOST_UNPACKED;

	constructor(
		private readonly bytes: Uint8Array,
		private readonly inflate: Inflate,
	) {
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		// The end record stands in the last 64 KiB; behind it comes only a comment.
		let end = bytes.length - 22;
		while (end >= 0 && end > bytes.length - 65_558 && this.view.getUint32(end, true) !== 0x06054b50) end--;
		if (end < 0 || this.view.getUint32(end, true) !== 0x06054b50) throw new Unreadable('it is cut off');
		let at = this.view.getUint32(end + 16, true);
		for (let left = this.view.getUint16(end + 10, true); left > 0; left--) {
			if (this.view.getUint32(at, true) !== 0x02014b50) throw new Unreadable('it is damaged');
			if (this.view.getUint16(at + 8, true) & 1) throw new Unreadable('it is protected by a password');
			const [name, extra, comment] = [28, 30, 32].map((field) => this.view.getUint16(at + field, true)) as [
				number,
				number,
				number,
			];
			this.files.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)), {
				method: this.view.getUint16(at + 10, true),
				packed: this.view.getUint32(at + 20, true),
				at: this.view.getUint32(at + 42, true),
			});
			at += 46 + name + extra + comment;
		}
	}

	/** @returns null when there is no such file */
	text(name: string): string | null {
		const file = this.files.get(name);
		if (!file) return null;
		const start = file.at + 30 + this.view.getUint16(file.at + 26, true) + this.view.getUint16(file.at + 28, true);
		const packed = this.bytes.subarray(start, start + file.packed);
		if (file.method !== 0 && file.method !== 8) throw new Unreadable('it is packed in a way that nobody uses');
		const content = file.method === 0 ? packed : this.unpack(packed);
		this.left -= content.length;
		return new TextDecoder().decode(content);
	}

	private unpack(packed: Uint8Array): Uint8Array {
		const content = orNull(() => this.inflate(packed, this.left));
		if (content === null) throw new Unreadable('it is damaged or too large');
		return content;
	}
}

function orNull<T>(work: () => T): T | null {
	try {
		return work();
	} catch {
		return null;
	}
}

function firstSheet(book: string, archive: Archive): string {
	const id = /<(?:\w+:)?sheet\b[^<>]*\sr:id="([^"]+)"/.exec(book)?.[1];
	const relations = archive.text('xl/_rels/workbook.xml.rels') ?? '';
	const relation = [...relations.matchAll(/<Relationship\b[^<>]*>/g)].find(([one]) => attribute(one, 'Id') === id)?.[0];
	const target = relation ? attribute(relation, 'Target') : undefined;
	if (!target) return 'xl/worksheets/sheet1.xml';
	return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

function sharedTexts(xml: string): string[] {
	return [...elements(xml, 'si')].map(({ content }) => textOf(content));
}

/** Which cell formats show dates: the numbers 14–22 and 45–47, and own formats that name days, months or years. */
function dateStyles(xml: string): Set<string> {
	const own = new Set<string>();
	for (const [one] of xml.matchAll(/<(?:\w+:)?numFmt\b[^<>]*>/g)) {
		const code = (attribute(one, 'formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
		if (/[dmyh]/i.test(code)) own.add(attribute(one, 'numFmtId') ?? '');
	}
	const [formats] = elements(xml, 'cellXfs');
	return new Set(
		[...(formats?.content ?? '').matchAll(/<(?:\w+:)?xf\b[^<>]*>/g)].flatMap(([one], index) => {
			const id = attribute(one, 'numFmtId') ?? '';
			const builtIn = (Number(id) >= 14 && Number(id) <= 22) || (Number(id) >= 45 && Number(id) <= 47);
			return builtIn || own.has(id) ? [String(index)] : [];
		}),
	);
}

function rowsOfSheet(xml: string, shared: readonly string[], dates: ReadonlySet<string>): Pick<Table, 'rows'> {
	const rows: Table['rows'] = [];
	let line = 0;
	let left = MOST_CELLS;
	for (const row of elements(xml, 'row')) {
		line = Number(attribute(row.open, 'r') ?? line + 1);
		const cells: string[] = [];
		for (const cell of elements(row.content, 'c')) {
			const reference = attribute(cell.open, 'r');
			const at = reference ? columnOf(reference) : cells.length;
			if (at > 16_383) throw new Unreadable('it has more columns than a sheet can have');
			// A cell in the last column makes sixteen thousand of a few bytes.
			left -= Math.max(1, at + 1 - cells.length);
			if (left < 0) throw new Unreadable('it has more cells than a list can have');
			while (cells.length < at) cells.push('');
			cells[at] = valueOf(cell, shared, dates, `cell ${reference ?? ''}`);
		}
		if (cells.some((cell) => cell.trim() !== '')) rows.push({ cells, line });
	}
	return { rows };
}

function valueOf(
	{ open, content }: Element,
	shared: readonly string[],
	dates: ReadonlySet<string>,
	where: string,
): string {
	const type = attribute(open, 't') ?? 'n';
	if (type === 'inlineStr') return textOf(content);
	const [value] = elements(content, 'v');
	const raw = value ? unescaped(value.content) : '';
	if (type === 's') return shared[Number(raw)] ?? '';
	if (type === 'b') return raw === '1' ? 'true' : 'false';
	if (type === 'e') throw new Unreadable(`${where} shows the error ${raw}`);
	if (type === 'd' || (type === 'n' && raw !== '' && dates.has(attribute(open, 's') ?? ''))) {
		throw new Unreadable(`${where} is a date; write it as text, such as 2026-09-01`);
	}
	// Excel writes 12 digits and more in the scientific way.
	return /e/i.test(raw) && Number.isSafeInteger(Number(raw)) ? String(Number(raw)) : raw;
}

/** "C7" → 2. */
function columnOf(reference: string): number {
	let column = 0;
	for (const letter of /^[A-Z]*/.exec(reference)![0]) column = column * 26 + letter.charCodeAt(0) - 64;
	return column - 1;
}

interface Element {
	/** Where the opening tag begins. */
	at: number;
	/** The opening tag. */
	open: string;
	content: string;
}

/** Elements of a name that do not contain others of that name, in one pass. */
function* elements(xml: string, name: string): Generator<Element> {
	const tag = new RegExp(`<(?:\\w+:)?${name}(?=[\\s/>])[^<>]*>`, 'g');
	const end = new RegExp(`</(?:\\w+:)?${name}>`, 'g');
	for (let found = tag.exec(xml); found; found = tag.exec(xml)) {
		if (found[0].endsWith('/>')) {
			yield { at: found.index, open: found[0], content: '' };
			continue;
		}
		end.lastIndex = tag.lastIndex;
		const close = end.exec(xml);
		if (!close) throw new Unreadable('it is cut off');
		yield { at: found.index, open: found[0], content: xml.slice(tag.lastIndex, close.index) };
		tag.lastIndex = end.lastIndex;
	}
}

function attribute(tag: string, name: string): string | undefined {
	const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
	return found === undefined ? undefined : unescaped(found);
}

/** All runs of a text, without what tells how Japanese is read. */
function textOf(xml: string): string {
	const readings = /<(?:\w+:)?rPh(?=[\s/>])[^<>]*>/.test(xml) ? [...elements(xml, 'rPh')] : [];
	let from = 0;
	const parts = readings.map(({ at, open, content }) => {
		const part = xml.slice(from, at);
		from = at + open.length + content.length;
		return part;
	});
	const text = readings.length === 0 ? xml : [...parts, xml.slice(from)].join('');
	return [...elements(text, 't')].map(({ content }) => unescaped(content)).join('');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string) =>
	text
		.replace(
			/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi,
			(whole, decimal?: string, hex?: string, name?: string) => {
				if (name) return ENTITIES[name] ?? whole;
				const code = decimal ? Number(decimal) : Number.parseInt(hex!, 16);
				return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
			},
		)
		.replace(/_x([\dA-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
