import { crc32, deflateRawSync } from 'node:zlib';

/** A ZIP archive as spreadsheets write them. */
export function archiveOf(files: Record<string, string>): Buffer {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const [name, text] of Object.entries(files)) {
		const content = Buffer.from(text);
		const packed = deflateRawSync(content);
		const local = Buffer.alloc(30);
		local.writeUInt32LE(0x04034b50, 0);
		local.writeUInt16LE(8, 8);
		local.writeUInt32LE(crc32(content), 14);
		local.writeUInt32LE(packed.length, 18);
		local.writeUInt32LE(content.length, 22);
		local.writeUInt16LE(name.length, 26);
		parts.push(local, Buffer.from(name), packed);
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(8, 10);
		entry.writeUInt32LE(packed.length, 20);
		entry.writeUInt32LE(content.length, 24);
		entry.writeUInt16LE(name.length, 28);
		entry.writeUInt32LE(at, 42);
		directory.push(entry, Buffer.from(name));
		at += 30 + name.length + packed.length;
	}
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(Object.keys(files).length, 10);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, ...directory, end]);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** A workbook with one sheet of these rows, each given as the XML of its cells. */
export function workbookOf(rows: readonly string[], { shared = '', styles = '' } = {}): Buffer {
	return archiveOf({
		'[Content_Types].xml': XML,
		'xl/workbook.xml': `${XML}<workbook xmlns:r="http://x"><sheets><sheet name="People" sheetId="1" r:id="rId3"/><sheet name="Other" sheetId="2" r:id="rId4"/></sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `${XML}<Relationships><Relationship Id="rId4" Target="worksheets/other.xml"/><Relationship Target="worksheets/people.xml" Id="rId3"/></Relationships>`,
		'xl/worksheets/people.xml': `${XML}<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`,
		'xl/worksheets/other.xml': `${XML}<worksheet><sheetData/></worksheet>`,
		'xl/sharedStrings.xml': `${XML}<sst>${shared}</sst>`,
		'xl/styles.xml': `${XML}<styleSheet>${styles}</styleSheet>`,
	});
}

/** A row of plain texts, as other programs than Excel write them. */
export const rowOf = (line: number, ...cells: string[]) =>
	`<row r="${line}">${cells.map((cell, at) => `<c r="${String.fromCharCode(65 + at)}${line}" t="inlineStr"><is><t>${cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`).join('')}</row>`;
