/** A control request that makes no sense: answered as `{error}`. */
export class ControlError extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}
