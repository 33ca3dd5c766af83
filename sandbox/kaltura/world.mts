import type { Dice, Mood } from '../dice.mts';
import { drawHabits, drawSettings, type Habits } from './api/hostile.mts';
import type { AttachmentAsset, CaptionAsset } from './assets/asset.mts';
import type { ConversionProfile, Partner, ZoomIntegration } from './account/account.mts';
import type { Category, CategoryEntry } from './categories/category.mts';
import type { Entry } from './entries/entry.mts';
import type { CuePoint, Playlist } from './entries/pointer.mts';
import type { FlavorAsset } from './media/model.mts';
import type { ImportJob } from './media/model.mts';
import type { GrowingFile } from './media/chunks.mts';
import type { UploadToken } from './media/model.mts';
import type { BulkUpload, Membership, User } from './people/person.mts';
import { userKey } from './people/person.mts';
import type { UserRole } from './people/role.mts';
import type { AppToken } from './sessions/app-token.mts';
import { Clock } from './store/clock.mts';
import type { Content } from './store/content.mts';
import { Sequence } from './store/ids.mts';
import { Scheduler } from './store/scheduler.mts';
import { SearchIndex } from './store/search-index.mts';
import { DEFAULT_SETTINGS, type Settings } from './store/settings.mts';
import { Table } from './store/table.mts';

/**
 * Everything this Kaltura knows: one partner with its entries, assets, categories and people. The database tables answer
 * `get` at once; the search indexes answer `list` and eSearch later.
 */
export class World {
	readonly clock = new Clock();
	readonly scheduler = new Scheduler(this.clock);
	settings: Settings;
	/** Where this server is reached; becomes part of playback URLs. */
	origin = '';
	partner: Partner;

	readonly conversionProfiles = new Table<ConversionProfile>((profile) => String(profile.id));
	readonly zoomIntegrations = new Table<ZoomIntegration>((setting) => String(setting.id));
	readonly appTokens = new Table<AppToken>((token) => token.id);
	readonly endedSessions = new Set<string>();
	readonly sessionUses = new Map<string, number>();

	readonly entries = new Table<Entry>((entry) => entry.id, { parent: (entry) => entry.parentEntryId });
	readonly entryIndex: SearchIndex<Entry>;
	readonly flavors = new Table<FlavorAsset>((flavor) => flavor.id, { entry: (flavor) => flavor.entryId });
	readonly captions = new Table<CaptionAsset>((asset) => asset.id, { entry: (asset) => asset.entryId });
	readonly attachments = new Table<AttachmentAsset>((asset) => asset.id, { entry: (asset) => asset.entryId });
	readonly uploadTokens = new Table<UploadToken>((token) => token.id);
	/** Uploads in progress, by token id. */
	readonly growingFiles = new Map<string, GrowingFile>();
	readonly imports = new Table<ImportJob>((job) => job.id);
	/** Bytes by the id of the asset that they belong to. */
	readonly contents = new Map<string, Content>();

	readonly categories = new Table<Category>((category) => String(category.id), {
		parent: (category) => String(category.parentId),
		fullName: (category) => category.fullName.toLowerCase(),
	});
	readonly categoryIndex: SearchIndex<Category>;
	readonly categoryEntries = new Table<CategoryEntry>((link) => `${link.entryId} ${link.categoryId}`, {
		entry: (link) => link.entryId,
		category: (link) => String(link.categoryId),
	});

	readonly playlists = new Table<Playlist>((playlist) => playlist.id);
	readonly cuePoints = new Table<CuePoint>((point) => point.id, { entry: (point) => point.entryId });

	readonly users = new Table<User>((user) => userKey(user.id));
	readonly userIndex: SearchIndex<User>;
	readonly memberships = new Table<Membership>((membership) => String(membership.id), {
		user: (membership) => userKey(membership.userId),
		group: (membership) => userKey(membership.groupId),
	});
	readonly roles = new Table<UserRole>((role) => String(role.id));
	readonly bulkUploads = new Table<BulkUpload>((bulk) => String(bulk.id));
	readonly categoryIds = new Sequence(81_000_000);
	readonly rowIds = new Sequence(1_000);

	readonly dice: Dice;
	readonly mood: Mood;
	/** Of a hostile account. */
	readonly habits: Habits;

	constructor(partner: Partner, settings: Partial<Settings>, chance: { dice: Dice; mood: Mood }) {
		this.partner = partner;
		this.settings = { ...DEFAULT_SETTINGS, ...settings };
		this.dice = chance.dice;
		this.mood = chance.mood;
		this.habits = drawHabits(this.dice);
		if (this.mood === 'hostile') drawSettings(this.settings, this.dice);
		// A hostile index is now faster, now slower, within what it may be.
		const lag = () => this.settings.indexLagMs * (this.mood === 'hostile' ? this.dice.next() : 1);
		this.entryIndex = new SearchIndex<Entry>(this.clock, lag, (entry) => entry.id, {
			reference: (entry) => entry.referenceId,
			parent: (entry) => entry.parentEntryId,
			owner: (entry) => userKey(entry.userId),
		});
		this.categoryIndex = new SearchIndex<Category>(this.clock, lag, (category) => String(category.id), {
			parent: (category) => String(category.parentId),
			fullName: (category) => category.fullName.toLowerCase(),
		});
		this.userIndex = new SearchIndex<User>(this.clock, lag, (user) => userKey(user.id), {
			email: (user) => user.email?.toLowerCase(),
			externalId: (user) => user.externalId?.toLowerCase(),
			type: (user) => String(user.type),
		});
	}

	/** Stores an entry and queues it for the search index. */
	saveEntry(entry: Entry): Entry {
		this.entryIndex.put(entry);
		return this.entries.put(entry);
	}

	saveCategory(category: Category): Category {
		this.categoryIndex.put(category);
		return this.categories.put(category);
	}

	saveUser(user: User): User {
		this.userIndex.put(user);
		return this.users.put(user);
	}

	/** Empties everything; time and settings stay. */
	clear(): void {
		this.scheduler.clear();
		for (const table of Object.values(this.tables())) table.clear();
		for (const index of [this.entryIndex, this.categoryIndex, this.userIndex]) index.clear();
		this.contents.clear();
		this.growingFiles.clear();
		this.endedSessions.clear();
		this.sessionUses.clear();
	}

	tables(): Record<string, Table<object>> {
		return {
			conversionProfiles: this.conversionProfiles,
			zoomIntegrations: this.zoomIntegrations,
			appTokens: this.appTokens,
			entries: this.entries,
			flavors: this.flavors,
			captions: this.captions,
			attachments: this.attachments,
			uploadTokens: this.uploadTokens,
			imports: this.imports,
			categories: this.categories,
			categoryEntries: this.categoryEntries,
			playlists: this.playlists,
			cuePoints: this.cuePoints,
			users: this.users,
			memberships: this.memberships,
			roles: this.roles,
			bulkUploads: this.bulkUploads,
		} as unknown as Record<string, Table<object>>;
	}
}
