import { seedEntry } from '../control/entries.mts';
import type { World } from '../world.mts';
import { loadDemo } from './demo.mts';

/**
 * Many recordings as Kaltura's own integration leaves them, on top of the demo: reference id "Zoom_" + UUID + start
 * (docs/vendors/kaltura-integration.md#names), one every hour, owners in turn.
 */
export function loadEntries(world: World, count: number): void {
	loadDemo(world);
	const start = 1_700_000_000;
	for (let i = 0; i < count; i += 1) {
		const createdAt = start + i * 3600;
		const uuid = Buffer.from(`meeting-${String(i).padStart(8, '0')}`).toString('base64');
		const startedAt = new Date(createdAt * 1000).toISOString().replace('.000Z', 'Z');
		seedEntry(world, {
			name: `Lecture ${i}`,
			referenceId: `Zoom_${uuid}${startedAt}`,
			adminTags: 'zoomentry',
			userId: `host${String(i % 200).padStart(3, '0')}@example.edu`,
			msDuration: 3_600_000,
			createdAt,
			updatedAt: createdAt,
		});
	}
	world.userIndex.flush();
}
