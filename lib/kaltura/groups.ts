import type { KalturaApi } from './api';
import { isKalturaCode, KalturaError, whenRefused } from './errors';
import { problemOfId, requireId } from './ids';
import { everyOf } from './lists';
import type { KalturaGroup } from './schemas';
import { groupSchema, parseAs } from './schemas';
import { requireKind } from './shared-ids';
import type { KalturaParams } from './wire';

const SERVICE = 'group_group';
const GROUPS = { service: SERVICE, action: 'list', schema: groupSchema, indexed: true } as const;
const DELETED = 2;

/** Groups of users. They share the space of ids with users: no id is both. */
export class KalturaGroups {
	constructor(private readonly api: KalturaApi) {}

	/** From the database. @returns null when there is none, or when the id is a user's */
	async get(groupId: string): Promise<KalturaGroup | null> {
		return (await this.byIds([groupId])).get(groupId) ?? null;
	}

	/** Many by id in few requests. @returns per given id the group, or null */
	async byIds(groupIds: readonly string[]): Promise<Map<string, KalturaGroup | null>> {
		const found = new Map<string, KalturaGroup | null>(groupIds.map((groupId) => [groupId, null]));
		const possible = [...found.keys()].filter((groupId) => problemOfId(groupId) === null);
		const answers = await this.api.batch(
			possible.map((groupId) => ({ service: SERVICE, action: 'get', params: { groupId } })),
			{ size: 100 },
		);
		possible.forEach((groupId, index) => {
			found.set(groupId, groupOrMissing(answers[index]));
		});
		return found;
	}

	/** Groups that fit a filter, all pages. */
	list(filter: KalturaParams = {}, limit?: number): AsyncGenerator<KalturaGroup, void> {
		return everyOf(this.api, GROUPS, { objectType: 'KalturaGroupFilter', ...filter }, limit);
	}

	/** @throws {KalturaError} `UNUSABLE_ID` · `DUPLICATE_USER_BY_ID` (a group or a user has it) */
	async create(group: { id: string; screenName: string } & KalturaParams): Promise<KalturaGroup> {
		requireId('group', group.id, `${SERVICE}.add`);
		const answer = await this.api.call(SERVICE, 'add', { group: { ...group, objectType: 'KalturaGroup' } });
		return parseAs(groupSchema, answer, `${SERVICE}.add`);
	}

	/**
	 * Many in few requests. One result or KalturaError per group; where an answer was lost the group may exist nevertheless.
	 */
	async createMany(
		groups: ReadonlyArray<{ id: string; screenName: string } & KalturaParams>,
	): Promise<Array<KalturaGroup | KalturaError>> {
		const answers = await this.api.batch(
			groups.map((group) => ({
				service: SERVICE,
				action: 'add',
				params: { group: { ...group, objectType: 'KalturaGroup' } },
			})),
			{ size: 100 },
		);
		return answers.map((answer) =>
			answer instanceof KalturaError ? answer : parseAs(groupSchema, answer, `${SERVICE}.add`),
		);
	}

	/** Changes the given properties only. @throws {KalturaError} `INVALID_GROUP_ID` · `IS_A_PERSON` */
	async update(groupId: string, group: KalturaParams): Promise<KalturaGroup> {
		await requireKind(this.api, 'group', groupId, `${SERVICE}.update`);
		const answer = await this.api.call(
			SERVICE,
			'update',
			{ groupId, group: { ...group, objectType: 'KalturaGroup' } },
			{ safeToRepeat: true },
		);
		return parseAs(groupSchema, answer, `${SERVICE}.update`);
	}

	/**
	 * Its members leave it a little later.
	 * @returns false when there was no such group (any more)
	 * @throws {KalturaError} `IS_A_PERSON`
	 */
	async delete(groupId: string): Promise<boolean> {
		if (!(await requireKind(this.api, 'group', groupId, `${SERVICE}.delete`))) return false;
		return this.api
			.call(SERVICE, 'delete', { groupId }, { safeToRepeat: true })
			.then(() => true, whenRefused(false, 'INVALID_GROUP_ID', 'GROUP_NOT_FOUND'));
	}
}

/** The answer of group_group.get; null when there is no such group. @throws {KalturaError} every other error */
export function groupOrMissing(answer: unknown): KalturaGroup | null {
	if (isKalturaCode(answer, 'INVALID_GROUP_ID', 'INVALID_USER_ID', 'GROUP_NOT_FOUND')) return null;
	const group = parseAs(groupSchema, answer, `${SERVICE}.get`);
	return group.status === DELETED ? null : group;
}
