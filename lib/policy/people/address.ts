/** Local part, one @, and a domain with a dot; at most 128 characters, as Zoom takes. */
export const isAddress = (text: string): boolean =>
	text.length <= 128 && /^[^\s@,;<>"]+@[^\s@,;<>".]+(\.[^\s@,;<>".]+)+$/.test(text);
