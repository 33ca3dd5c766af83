import { z } from 'zod';

import type { ZoomApi } from './api';
import { parseAnswer, UNKNOWN } from './api';
import { isZoomError } from './errors';
import type { ZoomCallingPlan, ZoomPhoneNumber, ZoomPhoneSite, ZoomPhoneUser } from './schemas';
import { zoomCallingPlan, zoomPhoneNumber, zoomPhoneSite, zoomPhoneUser } from './schemas';

export interface PhoneProfileChanges {
	/** The whole number, with the code of the site. */
	extensionNumber?: string;
	siteId?: string;
	emergencyAddressId?: string;
	/** Policies by Zoom's names. */
	policy?: Record<string, unknown>;
}

export interface ListPhoneUsersOptions {
	siteId?: string;
	/** Type number of a calling plan. */
	callingType?: number;
	status?: 'activate' | 'deactivate' | 'pending';
	department?: string;
	costCenter?: string;
	keyword?: string;
}

/**
 * Zoom Phone of the account's people: lower rate limits than the rest of the API, and code 2031 for all of it when the
 * account has no Zoom Phone.
 */
export class Phone {
	constructor(private readonly api: ZoomApi) {}

	/**
	 * One person's phone. One phone LIGHT call.
	 * @returns null when the person has no Zoom Phone, or does not exist: Zoom says 1001 for both
	 */
	async get(user: string): Promise<ZoomPhoneUser | null> {
		const doing = `read the phone of ${user}`;
		const outcome = await this.api.get(path(user), { doing }).then(
			(answer) => ({ answer }),
			(error: unknown) => ({ error }),
		);
		if ('answer' in outcome) return parseAnswer(doing, zoomPhoneUser, outcome.answer);
		if (isZoomError(outcome.error, '1001')) return null;
		throw outcome.error;
	}

	/** Everybody with a phone, 100 per phone MEDIUM call: instead of one call per user. */
	async *list(options: ListPhoneUsersOptions = {}): AsyncGenerator<ZoomPhoneUser[], void, undefined> {
		const pages = this.api.pages('/phone/users', {
			doing: 'list the phone users',
			query: {
				site_id: options.siteId,
				calling_type: options.callingType,
				status: options.status,
				department: options.department,
				cost_center: options.costCenter,
				keyword: options.keyword,
			},
			rows: 'users',
			schema: zoomPhoneUser,
			keyOf: ({ id, email }) => id || email,
			pageSize: 100,
		});
		for await (const page of pages) yield page.rows;
	}

	/**
	 * Gives or takes Zoom Phone. Taking it releases all numbers and plans.
	 * @throws {ZoomError} `1102` no licence left · `300` the person's Zoom Workplace plan decides about the phone
	 */
	async setEnabled(user: string, enabled: boolean): Promise<void> {
		const doing = `${enabled ? 'give' : 'take'} Zoom Phone ${enabled ? 'to' : 'from'} ${user}`;
		const body = { feature: { zoom_phone: enabled } };
		await this.api.writeOnce(
			(options) => this.api.patch(`/users/${encodeURIComponent(user)}`, { doing, body, ...options }),
			async () => (((await this.get(user)) !== null) === enabled ? true : undefined),
		);
	}

	/** Each field on its own or together, whatever the person has now. @throws {ZoomError} `300` extension taken · `404` no such site */
	async update(user: string, changes: PhoneProfileChanges): Promise<void> {
		const doing = `change the phone of ${user}`;
		const body = {
			...(changes.extensionNumber === undefined ? {} : { extension_number: changes.extensionNumber }),
			...(changes.siteId === undefined ? {} : { site_id: changes.siteId }),
			...(changes.emergencyAddressId === undefined ? {} : { emergency_address_id: changes.emergencyAddressId }),
			...(changes.policy === undefined ? {} : { policy: changes.policy }),
		};
		await this.api.writeOnce<unknown>(
			(options) => this.api.patch(path(user), { doing, body, ...options }),
			async () => {
				// Policies come back in another form, so nobody can see whether these were set.
				if (changes.policy !== undefined || changes.emergencyAddressId !== undefined) return UNKNOWN;
				const now = await this.get(user);
				const same =
					now !== null &&
					(changes.extensionNumber ?? now.extension_number) === now.extension_number &&
					(changes.siteId ?? siteIdOf(now)) === siteIdOf(now);
				return same ? true : undefined;
			},
		);
	}

	async settings(user: string): Promise<Record<string, unknown>> {
		const answer = await this.api.get(`${path(user)}/settings`, { doing: `read the phone settings of ${user}` });
		return answer as Record<string, unknown>;
	}

	/** @param settings fields by Zoom's names. Not repeated when the answer is lost: settings read back differently. */
	async changeSettings(user: string, settings: Record<string, unknown>): Promise<void> {
		const doing = `change the phone settings of ${user}`;
		await this.api.patch(`${path(user)}/settings`, { doing, body: settings, idempotent: false });
	}

	/** All sites, 300 per phone MEDIUM call. */
	async sites(): Promise<ZoomPhoneSite[]> {
		return await all(
			this.api.pages('/phone/sites', {
				doing: 'list the phone sites',
				rows: 'sites',
				schema: zoomPhoneSite,
				keyOf: ({ id }) => id,
				pageSize: 300,
			}),
		);
	}

	/** All calling plans of the account with how many are left; Zoom does not page them. */
	async callingPlans(): Promise<ZoomCallingPlan[]> {
		const doing = 'list the calling plans';
		const answer = await this.api.get('/phone/calling_plans', { doing });
		const schema = z.object({ calling_plans: z.array(zoomCallingPlan).nullish() });
		return parseAnswer(doing, schema, answer).calling_plans ?? [];
	}

	/** Numbers of the account, 100 per phone MEDIUM call. */
	async *numbers(
		options: {
			type?: 'assigned' | 'unassigned' | 'all' | 'byoc';
			siteId?: string;
			numberType?: 'toll' | 'tollfree';
		} = {},
	): AsyncGenerator<ZoomPhoneNumber[], void, undefined> {
		const pages = this.api.pages('/phone/numbers', {
			doing: 'list the phone numbers',
			query: { type: options.type, site_id: options.siteId, number_type: options.numberType },
			rows: 'phone_numbers',
			schema: zoomPhoneNumber,
			keyOf: ({ id, number }) => id || number,
			pageSize: 100,
		});
		for await (const page of pages) yield page.rows;
	}

	/** @throws {ZoomError} `300` the account has none of these plans left · `1001` no phone */
	async assignPlans(user: string, types: readonly number[]): Promise<void> {
		const doing = `assign calling plans to ${user}`;
		const body = { calling_plans: types.map((type) => ({ type })) };
		await this.api.writeOnce(
			(options) => this.api.post(`${path(user)}/calling_plans`, { doing, body, ...options }),
			async () => await this.has(user, types),
		);
	}

	/** One plan for another, without a moment in which the person has none. @throws {ZoomError} `404` had not the first */
	async switchPlan(user: string, from: number, to: number): Promise<void> {
		const doing = `switch the calling plan of ${user} from ${from} to ${to}`;
		const body = { source_type: from, target_type: to };
		await this.api.writeOnce(
			(options) => this.api.put(`${path(user)}/calling_plans`, { doing, body, ...options }),
			async () => await this.has(user, [to]),
		);
	}

	/** @returns 'had-not' when the person has not got the plan */
	async unassignPlan(user: string, type: number): Promise<'unassigned' | 'had-not'> {
		const doing = `take the calling plan ${type} from ${user}`;
		const url = `${path(user)}/calling_plans/${type}`;
		const removal = this.api.writeOnce<'unassigned' | 'had-not'>(
			async (options) => {
				await this.api.delete(url, { doing, ...options });
				return 'unassigned';
			},
			async () => ((await this.has(user, [type])) ? undefined : 'unassigned'),
		);
		return await removal.catch(async (error: unknown): Promise<'had-not'> => {
			// Zoom says 400 or 300 "Invalid field." for a plan that the person has not got.
			if (!isZoomError(error, '300', '400') || (await this.has(user, [type]))) throw error;
			return 'had-not';
		});
	}

	/** @param numbers ids, or numbers in E.164 ("+12055551000"). @throws {ZoomError} `300` assigned to somebody, or not the account's */
	async assignNumbers(user: string, numbers: readonly string[]): Promise<void> {
		const doing = `assign phone numbers to ${user}`;
		const body = { phone_numbers: numbers.map((number) => (number.startsWith('+') ? { number } : { id: number })) };
		await this.api.writeOnce(
			(options) => this.api.post(`${path(user)}/phone_numbers`, { doing, body, ...options }),
			async () => {
				const held = (await this.get(user))?.phone_numbers ?? [];
				return numbers.every((wanted) => held.some(({ id, number }) => wanted === id || wanted === number))
					? true
					: undefined;
			},
		);
	}

	/** @param number id, or number in E.164 */
	async unassignNumber(user: string, number: string): Promise<'unassigned' | 'had-not'> {
		const doing = `take the phone number ${number} from ${user}`;
		const url = `${path(user)}/phone_numbers/${encodeURIComponent(number)}`;
		const removal = this.api.writeOnce<'unassigned' | 'had-not'>(
			async (options) => {
				await this.api.delete(url, { doing, ...options });
				return 'unassigned';
			},
			async () => {
				const held = (await this.get(user))?.phone_numbers ?? [];
				return held.some((one) => one.id === number || one.number === number) ? undefined : 'unassigned';
			},
		);
		return await removal.catch((error: unknown): 'had-not' => {
			// 404 with code 400: the number is not this person's.
			if (isZoomError(error, '400') && error.httpStatus === 404) return 'had-not';
			throw error;
		});
	}

	private async has(user: string, types: readonly number[]): Promise<true | undefined> {
		const plans = (await this.get(user))?.calling_plans.map(({ type }) => type) ?? [];
		return types.every((type) => plans.includes(type)) ? true : undefined;
	}
}

/** The list names the site as an object, the single phone by id. */
export const siteIdOf = ({ site, site_id }: ZoomPhoneUser): string => site?.id || site_id;

const path = (user: string) => `/phone/users/${encodeURIComponent(user)}`;

async function all<Row>(pages: AsyncIterable<{ rows: Row[] }>): Promise<Row[]> {
	const found: Row[] = [];
	for await (const { rows } of pages) found.push(...rows);
	return found;
}
