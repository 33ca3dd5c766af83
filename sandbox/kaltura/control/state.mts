import { userKey } from '../people/person.mts';
import type { World } from '../world.mts';

/** More than this is summed up in GET /_sandbox/state instead of listed; ?all=1 lists it nevertheless. */
const LISTED = 2_000;

/** Everything the console and assertions need to see: entries with their assets, people, jobs. No secrets. */
export function stateOf(world: World, all: boolean) {
	const listed = <Row,>(rows: Iterable<Row>, size: number, show: (row: Row) => object) =>
		all || size <= LISTED ? [...rows].map(show) : [];
	return {
		now: world.clock.now(),
		settings: world.settings,
		counts: Object.fromEntries(Object.entries(world.tables()).map(([name, table]) => [name, table.size])),
		entries: listed(world.entries.all(), world.entries.size, (entry) => entryState(world, entry.id)),
		categories: listed(
			world.categories.all(),
			world.categories.size,
			({ id, fullName, referenceId, privacyContexts }) => ({
				id,
				fullName,
				referenceId,
				privacyContexts,
				entryIds: world.categoryEntries.find('category', [String(id)]).map((link) => link.entryId),
			}),
		),
		users: listed(world.users.all(), world.users.size, ({ order: _, ...user }) => ({
			...user,
			groups: world.memberships
				.find('user', [userKey(user.id)])
				.map(({ groupId, creationMode, userRole }) => ({ groupId, creationMode, userRole })),
		})),
		uploadTokens: listed(world.uploadTokens.all(), world.uploadTokens.size, (token) => ({
			...token,
			parkedChunks: world.growingFiles.get(token.id)?.parkedChunks ?? 0,
		})),
		imports: [...world.imports.all()].map(({ headerLines, ...job }) => ({
			...job,
			headers: headerLines.map(nameOfHeader),
		})),
		bulkUploads: [...world.bulkUploads.all()],
		jobs: world.scheduler.pending(),
		index: {
			lagging: world.entryIndex.lagging() + world.categoryIndex.lagging() + world.userIndex.lagging(),
		},
	};
}

/** One entry with everything that hangs on it; `content` shows size and SHA-256 of the bytes as they arrived. */
export function entryState(world: World, id: string) {
	const entry = world.entries.get(id);
	if (!entry) return {};
	const { order: _, ...properties } = entry;
	const contentState = (assetId: string) => {
		const content = world.contents.get(assetId);
		return content
			? { size: content.size, sha256: content.sha256, kept: content.bytes !== null, fileName: content.fileName }
			: null;
	};
	const flavors = world.flavors.find('entry', [id]).map((flavor) => ({ ...flavor, content: contentState(flavor.id) }));
	return {
		...properties,
		content: flavors.find((flavor) => flavor.content)?.content ?? null,
		flavors,
		captions: world.captions.find('entry', [id]).map((asset) => ({
			...asset,
			content: contentState(asset.id),
			text: textOf(world, asset.id),
		})),
		attachments: world.attachments.find('entry', [id]).map((asset) => ({
			...asset,
			content: contentState(asset.id),
			text: textOf(world, asset.id),
		})),
		categories: world.categoryEntries
			.find('entry', [id])
			.map((link) => world.categories.get(String(link.categoryId))?.fullName ?? null),
		children: world.entries.find('parent', [id]).map((child) => child.id),
		playUrl: `${world.origin}/p/${world.partner.id}/sp/${world.partner.id}00/playManifest/entryId/${id}/format/url/protocol/http`,
	};
}

function textOf(world: World, assetId: string): string | null {
	return (
		world.contents
			.get(assetId)
			?.bytes?.subarray(0, 64 * 1024)
			.toString('utf8') ?? null
	);
}

function nameOfHeader(line: string): string {
	return line.split(':', 1)[0] ?? '';
}
