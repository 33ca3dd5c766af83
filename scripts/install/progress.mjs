/** Thrown for what the user can mend; printed as a sentence, without a stack. */
export class SetupError extends Error {}

/** @param {number} startedAt milliseconds @returns {string} m:ss */
function elapsed(startedAt) {
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * Shows a step and how long it has been running, on stderr: stdout belongs to the program that is set up.
 * On a terminal one line is redrawn; elsewhere (logs of a build server) a line is added every 30 s.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
	const startedAt = Date.now();
	const terminal = process.stderr.isTTY === true;
	const draw = () =>
		process.stderr.write(
			terminal ? `\r\x1b[2K  … ${title}  ${elapsed(startedAt)}` : `  … ${title}  ${elapsed(startedAt)}\n`,
		);
	draw();
	const timer = setInterval(draw, terminal ? 1000 : 30_000);
	const finish = (/** @type {string} */ mark) =>
		process.stderr.write(`${terminal ? '\r\x1b[2K' : ''}  ${mark} ${title}  ${elapsed(startedAt)}\n`);
	try {
		const result = await work();
		clearInterval(timer);
		finish('✓');
		return result;
	} catch (error) {
		clearInterval(timer);
		finish('✗');
		throw error;
	}
}
