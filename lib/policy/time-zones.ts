/** @param name as people write it, such as Europe/Berlin; true when this runtime knows it */
export function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
