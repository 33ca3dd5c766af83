/** A call of a control API that was refused or not answered, in words for whoever asked for it. */
export class ControlProblem extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/**
 * Calls a server's control API: `callControl(zoom.control, 'POST', '/meetings', {…})`.
 * @throws {ControlProblem} status 0 when the server did not answer at all
 */
export async function callControl<T = unknown>(
	control: string,
	method: string,
	path: string,
	body?: unknown,
): Promise<T> {
	const asked = `${method} ${control}${path}`;
	let response: Response;
	let text: string;
	try {
		response = await fetch(control + path, {
			method,
			...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
		});
		text = await response.text();
	} catch (error) {
		const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
		throw new ControlProblem(0, `${asked} was not answered: ${cause}`);
	}
	if (!response.ok)
		throw new ControlProblem(response.status, `${asked} answered ${response.status}: ${text.slice(0, 300)}`);
	return (text ? JSON.parse(text) : undefined) as T;
}
